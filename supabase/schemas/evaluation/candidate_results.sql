-- Returns a candidate's own result. Scores are included once the session is over and its grading has ended, if shows_results says so. The
-- candidate gets text, strengths and improvements, which were written without the key, and nothing else that a grader stored. Until scores
-- are shown, "graded" counts every answer that no grader will process any more: separate counts for needs_review and failed would reveal,
-- during the session, what raises suspicion. A practice run that is over also shows the solution of each question (solution_view); a hiring
-- interview never does.
create function reprise_private.candidate_results(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with standing as (
      select reprise_private.results_status(p_session) as status, reprise_private.grading_counts(p_session.id) as counts,
        reprise_private.shows_results(p_session) as visible
    ), shown as (
      select case when t.visible or t.status = 'in_progress' then t.status else 'hidden' end as status,
        t.visible and t.status in ('ready', 'failed') as scores, t.counts
      from standing t
    )
    select jsonb_build_object(
      'status', w.status,
      'counts', jsonb_build_object(
        'total', w.counts -> 'total',
        'graded', case when w.scores then (w.counts ->> 'graded')::integer else (w.counts ->> 'total')::integer - (w.counts ->> 'open')::integer end
      ),
      'decision', reprise_private.own_decision_view(p_session),
      'result', case when w.scores then reprise_private.result_view(p_session.id) - 'grader' end,
      'answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', reprise_private.shown_options(q.kind, q.options),
            'answer', a.answer, 'source', a.source, 'max_score', q.points,
            'transcription', reprise_private.transcription_view(a.session_id, a.position, a.sha256)
          ) || case when w.scores then jsonb_build_object(
            'score', reprise_private.counted_score(e), 'grader', e.grader, 'provisional', e.provisional and e.overridden_score is null,
            'reviewed', e.overridden_score is not null,
            'feedback', reprise_private.candidate_feedback(e)
          ) else '{}' end
          || case when p_session.mode = 'practice' and p_session.status <> 'in_progress'
            then jsonb_build_object('solution', reprise_private.solution_view(k)) else '{}' end
          order by q.position
        )
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        left join reprise.session_question_keys k on k.session_id = q.session_id and k.position = q.position
        where q.session_id = p_session.id and q.served_at is not null
      ), '[]')
    )
    from shown w
  );
end
$$;
comment on function reprise_private.candidate_results is 'Returns the part of a result that its candidate may see.';
