-- Returns what a grader needs to assess one conversation: title, criteria and transcript, whether its candidate may read feedback, and the
-- grade that an earlier attempt stored before its feedback was written. Neither the interviewer's instructions nor its notes: an assessment
-- is made from what was said. At most 48,000 characters of the transcript (reprise_private.transcript_extract).
create function reprise_private.assessment_job(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'answer_id', p_evaluation.answer_id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts,
      'max_attempts', p_evaluation.max_attempts, 'session_id', s.id, 'kind', 'conversation', 'points', p_evaluation.max_score,
      'title', case when s.interview_id is not null then s.title end, 'topic', c.topic, 'criteria', k.criteria,
      'shows_feedback', reprise_private.shows_results(s), 'grade', p_evaluation.grade,
      'turns', (
        select jsonb_agg(jsonb_build_object(
          'seq', x.seq, 'message_id', x.message_id, 'role', x.role, 'content', x.content, 'left_out', coalesce(x.left_out, 0)
        ) order by x.place, x.seq)
        from reprise_private.transcript_extract(s.id, 48000) x
      )
    )
    from reprise.interview_sessions s
    join reprise.conversations c on c.session_id = s.id
    join reprise.conversation_criteria k on k.session_id = s.id
    where s.id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessment_job is 'Returns what a grader needs to assess one conversation.';
