-- Returns the funnel of an interview, its durations, and the scores of completed sessions whose answers all have one. Counts the sessions of the
-- caller's organizations, without the caller's own, and the invited people: personal invitations that were not revoked, and rights without one,
-- the latter only if the caller's organizations have the interview.
create function reprise_private.interview_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with taken as (
      select s.id, s.user_id, s.status, s.question_count, extract(epoch from s.completed_at - s.started_at) as seconds,
        case when r.status in ('ready', 'failed') and r.all_graded then r.percentage end as percentage
      from reprise.interview_sessions s
      left join reprise.session_results r on r.session_id = s.id
      where s.interview_id = p_interview_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select reprise_private.caller_id())
    ), invited as (
      select v.id, v.user_id
      from reprise.invitations v
      where v.interview_id = p_interview_id and v.organization_id in (select reprise_private.organizations_of_caller())
        and v.places is null and v.revoked_at is null and v.user_id is distinct from (select reprise_private.caller_id())
    ), entitled as (
      select r.user_id
      from reprise.interview_invitations r
      where r.interview_id = p_interview_id and r.interview_id in (select reprise_private.interviews_of_caller())
        and r.user_id <> (select reprise_private.caller_id())
    ), reached as (
      select q.position, count(*) as sessions
      from taken t
      join reprise.session_questions q on q.session_id = t.id and q.served_at is not null
      group by q.position
    )
    select jsonb_build_object(
      'sessions', count(*),
      'candidates', count(distinct t.user_id),
      'completion_rate', round(count(*) filter (where t.status = 'completed')::numeric / nullif(count(*), 0), 4),
      'funnel', jsonb_build_object(
        'invited', (
          select count(distinct w.person)
          from (
            select coalesce(i.user_id, i.id) as person from invited i
            where i.user_id is null or i.user_id in (select e.user_id from entitled e) or i.user_id in (select t.user_id from taken t)
            union all select e.user_id from entitled e
          ) w
        ),
        'started', count(*),
        'in_progress', count(*) filter (where t.status = 'in_progress'),
        'completed', count(*) filter (where t.status = 'completed'),
        'cancelled', count(*) filter (where t.status = 'cancelled'),
        'abandoned', count(*) filter (where t.status = 'abandoned'),
        'reached', coalesce((select jsonb_object_agg(r.position, r.sessions) from reached r), '{}')
      ),
      'duration_seconds', jsonb_build_object(
        'average', round(avg(t.seconds) filter (where t.status = 'completed'), 3),
        'p50', round((percentile_cont(0.5) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3),
        'p90', round((percentile_cont(0.9) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3)
      ),
      'percentage', jsonb_build_object(
        'average', round(avg(t.percentage) filter (where t.status = 'completed'), 2),
        'p50', round((percentile_cont(0.5) within group (order by t.percentage) filter (where t.status = 'completed'))::numeric, 2)
      )
    )
    from taken t
  );
end
$$;
comment on function reprise_private.interview_analytics is 'Returns the funnel, durations and scores of an interview.';
