-- Returns one row of the recruiters' list.
create function reprise_private.result_row(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select reprise_private.session_summary(p_session) || jsonb_build_object(
      'candidate', reprise_private.candidate_name(p_session.user_id),
      'results_status', reprise_private.results_status(p_session),
      'score', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', coalesce(r.all_graded, false),
      'waiting_points', reprise_private.waiting_points(p_session.id), 'recommendation', r.recommendation,
      'flags', to_jsonb(array(
        select distinct f from reprise.evaluations e, unnest(e.flags) f where e.session_id = p_session.id
        union select 'late_answers' where exists (
          select from reprise.late_answers k where k.session_id = p_session.id and k.accepted_at is null
        )
        union select 'needs_review' where exists (
          select from reprise.evaluations e where e.session_id = p_session.id and e.status = 'needs_review' and e.overridden_score is null
        )
        union select 'failed' where exists (
          select from reprise.evaluations e where e.session_id = p_session.id and e.status = 'failed' and e.overridden_score is null
        )
      ))
    )
    from (select 1) one
    left join reprise.session_results r on r.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.result_row is 'Returns one row of the recruiters'' list.';
