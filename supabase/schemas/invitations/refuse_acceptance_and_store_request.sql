-- Refuses to accept a locked invitation. With p_request_new it stores that the caller asks for another one, which its organization sees until it
-- extends the invitation, and commits; a repeat replaces the earlier request, so that nothing grows.
-- Errors: the given one, with organization, interview_title and requested; rate_limited.
create function reprise_private.refuse_acceptance_and_store_request(
  p_invitation reprise.invitations, p_user_id uuid, p_status integer, p_code text, p_request_new boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_fields jsonb := jsonb_build_object(
    'organization', (select reprise_private.one_line(o.name) from reprise.organizations o where o.id = p_invitation.organization_id),
    'interview_title', (select reprise_private.one_line(i.title) from reprise.interviews i where i.id = p_invitation.interview_id),
    'requested', coalesce(p_request_new, false)
  );
begin
  if coalesce(p_request_new, false) then
    perform reprise_private.take_rate_limit(p_user_id, 'request_invitation');
    update reprise.invitations v set asked_at = now(), asked_by = p_user_id where v.id = p_invitation.id;
    return reprise_private.refuse_and_commit(p_status, p_code, v_fields);
  end if;
  perform reprise_private.refuse_and_roll_back(p_status, p_code, v_fields);
end
$$;
comment on function reprise_private.refuse_acceptance_and_store_request is 'Refuses to accept an invitation, and stores that the caller asks for another one.';
