-- Returns what is open in interviews of the caller's organizations: the sessions in progress, and those with an answer that needs a person,
-- because its grading was in doubt or has failed. As in list_results, the caller's own sessions are left out. Interviews of others are left
-- out, too. Reads only. Errors: invalid_request.
create function reprise_private.count_open_work(p_interview_ids uuid[])
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  if p_interview_ids is null or cardinality(p_interview_ids) > 100 then
    perform reprise_private.invalid_request('interview_ids', 'must be at most 100 ids');
  end if;
  return jsonb_build_object(
    'interviews', coalesce((
      select jsonb_agg(jsonb_build_object(
        'interview_id', i.id,
        'in_progress', (
          select count(*) from reprise.interview_sessions s
          where s.interview_id = i.id and s.status = 'in_progress' and s.organization_id = i.organization_id and s.user_id <> v_user_id
        ),
        'needs_review', (
          select count(*) from reprise.interview_sessions s
          where s.interview_id = i.id and s.organization_id = i.organization_id and s.user_id <> v_user_id and exists (
            select from reprise.evaluations e
            where e.session_id = s.id and e.status in ('needs_review', 'failed') and e.overridden_score is null
          )
        )
      ) order by i.id)
      from reprise.interviews i
      where i.id = any (p_interview_ids) and i.organization_id in (select reprise_private.organizations_of_caller())
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.count_open_work is 'Returns the numbers of sessions in progress and of sessions that need a person, by interview.';
