-- nothing → a request for drafts, under whose id the functions ask a model at the organization's cost. Called by its owners and recruiters.
-- Counts a use of draft whatever the model does. Deletes the caller's requests that are over a day old, whose tokens are settled.
-- Errors: not_authenticated, not_allowed, rate_limited.
create function reprise_private.start_draft(p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_draft_id uuid;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'draft');
  delete from reprise_private.draft_requests d where d.user_id = v_user_id and d.created_at < now() - interval '1 day';
  insert into reprise_private.draft_requests (organization_id, user_id) values (p_organization_id, v_user_id)
  returning id into v_draft_id;
  return jsonb_build_object('draft_id', v_draft_id);
end
$$;
comment on function reprise_private.start_draft is 'Creates a request for drafts of questions, at the cost of an organization.';
