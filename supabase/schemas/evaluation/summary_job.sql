-- Returns what the writer of a summary needs: the questions, the scores and the feedback that was written without the key. The candidate may
-- read the summary, so nothing that was written by a call that knew the key is in it, and no answer texts.
create function reprise_private.summary_job(p_result reprise.session_results)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session_id', s.id, 'token', p_result.claim_token, 'attempt', p_result.attempts, 'max_attempts', p_result.max_attempts,
      'title', s.title, 'mode', s.mode, 'total', p_result.total, 'maximum', p_result.maximum, 'percentage', p_result.percentage,
      'all_graded', p_result.all_graded,
      'answers', coalesce((
        select jsonb_agg(jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points, 'source', a.source, 'status', e.status,
          'score', reprise_private.counted_score(e), 'feedback', reprise_private.candidate_feedback(e)
        ) order by q.position)
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        where q.session_id = s.id
      ), reprise_private.summarized_criteria(s.id))
    )
    from reprise.interview_sessions s
    where s.id = p_result.session_id
  );
end
$$;
comment on function reprise_private.summary_job is 'Returns what a grader needs to write one summary.';
