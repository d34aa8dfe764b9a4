-- Returns one row of the recruiters' list.
create function private.result_row(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select private.session_summary(p_session) || jsonb_build_object(
      'candidate', private.candidate_name(p_session.user_id),
      'results_status', private.results_status(p_session),
      'score', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', coalesce(r.all_graded, false),
      'recommendation', r.recommendation,
      'flags', to_jsonb(array(
        select distinct f from public.evaluations e, unnest(e.flags) f where e.session_id = p_session.id
        union select 'late_answers' where exists (
          select from public.late_answers k where k.session_id = p_session.id and k.accepted_at is null
        )
        union select 'needs_review' where exists (
          select from public.evaluations e where e.session_id = p_session.id and e.status = 'needs_review' and e.overridden_score is null
        )
        union select 'failed' where exists (
          select from public.evaluations e where e.session_id = p_session.id and e.status = 'failed' and e.overridden_score is null
        )
      ))
    )
    from (select 1) one
    left join public.session_results r on r.session_id = p_session.id
  );
end
$$;
comment on function private.result_row(public.interview_sessions) is 'One line of the recruiters'' list.';
revoke execute on function private.result_row(public.interview_sessions) from public, anon, authenticated;
