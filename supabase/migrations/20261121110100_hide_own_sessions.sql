-- A member who takes an interview of their own organization got its keys and could regrade themselves: there they are a candidate.

-- Sessions that belong to the caller's organizations, but not those they took themselves: there they are a candidate like any other.
-- Definer, as above.
create or replace function private.sessions_under_review()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from public.interview_sessions s
  where s.organization_id in (select private.organizations_of_caller()) and s.user_id <> (select auth.uid())
$$;
comment on function private.sessions_under_review() is 'Ids of the sessions of the caller''s organizations, without the caller''s own.';
revoke execute on function private.sessions_under_review() from public, anon;
grant execute on function private.sessions_under_review() to authenticated, service_role;

-- Whether the caller is a member of the organization that owns a session, and not its candidate: nobody reviews themselves.
create or replace function private.reviews_session(p_session_id uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.interview_sessions s
    where s.id = p_session_id and s.organization_id in (select private.organizations_of_caller())
      and s.user_id <> (select auth.uid())
  )
$$;
comment on function private.reviews_session(uuid) is 'Whether the caller may review a session: a member of its organization, not its candidate.';
revoke execute on function private.reviews_session(uuid) from public, anon, authenticated;

-- The result of one session: for its candidate, member or not, what the interview allows, for any other member of the organization
-- everything. Not found and not yours are one answer. Reads only. Errors: session_not_found.
create or replace function private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_reviews boolean := private.reviews_session(p_session_id);
begin
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', private.session_summary(v_session),
    'server_time', private.rfc3339(clock_timestamp())
  ) || case when v_reviews then private.reviewer_results(v_session) else private.candidate_results(v_session) end;
end
$$;
comment on function private.get_results(uuid) is 'The result of a session, as much of it as the caller may see.';
revoke execute on function private.get_results(uuid) from public, anon;
grant execute on function private.get_results(uuid) to authenticated;

-- What a reviewer may do to a session of their organization; each action with a reason, in the audit trail. Locks the candidate.
-- Not found and not yours are one answer. Errors: session_not_found, not_allowed (it is the caller's own), invalid_request, and those
-- of the action.
create or replace function private.review_session(p_session_id uuid, p_action text, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_detail jsonb;
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  end if;
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and s.organization_id in (select private.organizations_of_caller());
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  if v_session.user_id = v_user_id then
    perform private.refuse(403, 'not_allowed', 'Nobody reviews a session of their own.');
  end if;
  perform private.lock_candidate(v_session.user_id);
  select * into v_session from public.interview_sessions s where s.id = p_session_id;
  v_session := private.settle_session(v_session);
  v_detail := case p_action
    when 'override_score' then private.override_score(v_session, v_user_id, p_reason, p_arguments)
    when 'accept_late' then private.accept_late(v_session, v_user_id, p_reason, p_arguments)
    when 'retry_evaluation' then private.retry_evaluation(v_session, v_user_id, p_reason, p_arguments)
    when 'extend_time' then private.extend_time(v_session, p_arguments)
    when 'reopen' then private.reopen_session(v_session)
  end;
  if v_detail is null then
    perform private.invalid_request('action', 'must be override_score, accept_late, retry_evaluation, extend_time or reopen');
  end if;
  perform private.record_event(v_session.id, v_user_id, p_action, v_detail || jsonb_build_object('reason', p_reason));
  return private.get_results(p_session_id);
end
$$;
comment on function private.review_session(uuid, text, text, jsonb) is 'A reviewer''s action on a session.';
revoke execute on function private.review_session(uuid, text, text, jsonb) from public, anon;
grant execute on function private.review_session(uuid, text, text, jsonb) to authenticated;

-- The sessions of an interview for a member of its organization, newest first, one page by keyset, no answer's text; without the
-- caller's own, which list_sessions has. Reads only. Errors: interview_not_found, invalid_request.
create or replace function private.list_results(p_interview_id uuid, p_cursor text, p_page_size integer, p_status text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  if p_interview_id is null or p_interview_id not in (select private.interviews_of_caller()) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  perform private.check_page(v_size, p_cursor, p_status, null);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.interview_id = p_interview_id and s.user_id <> v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.result_row(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_results(uuid, text, integer, text) is 'One page of the sessions of an interview, for reviewers.';
revoke execute on function private.list_results(uuid, text, integer, text) from public, anon;
grant execute on function private.list_results(uuid, text, integer, text) to authenticated;
