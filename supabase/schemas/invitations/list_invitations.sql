-- Returns one page of the invitations to an interview (members of its organization) or to an organization (its members), newest first. p_state
-- and p_query (a part of the address or of the person's name, in any case) filter. A filter looks at no more than 1,000 invitations a call, so
-- a filtered page can be short, or even empty, and have a next_cursor. Reads only, but counts the use of a filter.
-- Errors: not_authenticated, invalid_request, interview_not_found, organization_not_found, rate_limited.
create function reprise_private.list_invitations(
  p_interview_id uuid, p_organization_id uuid, p_state text, p_query text, p_cursor text, p_page_size integer
)
returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_query text := lower(btrim(p_query));
  v_after record;
  v_seen integer := 0;
  v_row reprise.invitations;
  v_view jsonb;
  v_page jsonb := '[]';
  v_last text;
  v_more boolean := false;
begin
  perform reprise_private.check_page(v_size, p_cursor, null, null);
  if num_nonnulls(p_interview_id, p_organization_id) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'exactly one of interview_id and organization_id is required');
  elsif p_state not in ('invited', 'opened', 'started', 'completed', 'expired', 'revoked') then
    perform reprise_private.invalid_request('state', 'must be invited, opened, started, completed, expired or revoked');
  elsif char_length(p_query) > 200 then
    perform reprise_private.invalid_request('q', 'must be at most 200 characters');
  elsif p_interview_id is not null and not exists (
    select from reprise_private.interviews_of_caller() i (id) where i.id = p_interview_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif p_organization_id is not null and not exists (
    select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  if coalesce(p_state, nullif(v_query, '')) is not null then
    perform reprise_private.take_rate_limit(v_user_id, 'search_invitations');
  end if;
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  for v_row in
    select v.* from reprise.invitations v
    where (p_interview_id is null or (
        v.interview_id = p_interview_id and v.organization_id in (select reprise_private.organizations_of_caller())
      ))
      and (p_organization_id is null or (v.organization_id = p_organization_id and v.role is not null))
      and (v.created_at, v.id) < (v_after.started_at, v_after.id)
    order by v.created_at desc, v.id desc
    limit 1001
  loop
    v_seen := v_seen + 1;
    if jsonb_array_length(v_page) = v_size or v_seen > 1000 then
      v_more := true;
      exit;
    end if;
    v_last := (extract(epoch from v_row.created_at) * 1000000)::bigint || '.' || v_row.id;
    if v_query <> '' and strpos(lower(coalesce(v_row.email, '')), v_query) = 0 then
      v_view := reprise_private.candidate_name(v_row.user_id);
      continue when v_view is null
        or (strpos(lower(v_view ->> 'name'), v_query) = 0 and strpos(lower(coalesce(v_view ->> 'email', '')), v_query) = 0);
    end if;
    continue when p_state is not null and reprise_private.invitation_state(v_row) <> p_state;
    v_page := v_page || reprise_private.invitation_view(v_row);
  end loop;
  return jsonb_build_object(
    'invitations', v_page, 'next_cursor', case when v_more then v_last end, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_invitations is 'Returns one page of the invitations to an interview or an organization.';
