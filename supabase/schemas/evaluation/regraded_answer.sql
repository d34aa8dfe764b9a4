-- Returns what a regrade does to one answer, before it does it: whose answer it is, the score that counts now and whether a person gave it, and
-- the status and score that it gets. A score that a grader has to find is null, with the status queued. A dry run passes the new keywords: then
-- a short answer also has what a search for keywords needs (prompt, points, text, keywords and how many of them), for callers that can say what it finds.
create function reprise_private.regraded_answer(
  p_evaluation reprise.evaluations, p_user_id uuid, p_correct_option text, p_keywords jsonb, p_keywords_needed integer
)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_question reprise.session_questions;
  v_text text;
  v_status text;
  v_score numeric;
begin
  select * into v_question from reprise.session_questions q
  where q.session_id = p_evaluation.session_id and q.position = p_evaluation.position;
  v_text := reprise_private.graded_text(p_evaluation.answer_id, p_evaluation.late_answer_id);
  select g.status, g.score into v_status, v_score from reprise_private.grade_at_once(v_question, v_text, p_correct_option) g;
  return jsonb_build_object(
    'session_id', p_evaluation.session_id, 'candidate', reprise_private.candidate_name(p_user_id), 'position', p_evaluation.position,
    'score', reprise_private.counted_score(p_evaluation), 'given_by_a_person', p_evaluation.overridden_score is not null,
    'new_status', v_status, 'new_score', v_score
  ) || case when p_keywords <> '[]' and v_question.kind = 'short_answer' and v_status = 'queued'
    then jsonb_build_object('search', jsonb_build_object(
      'prompt', v_question.prompt, 'points', v_question.points, 'answer', v_text, 'keywords', p_keywords,
      'keywords_needed', p_keywords_needed
    )) else '{}' end;
end
$$;
comment on function reprise_private.regraded_answer is 'Returns what a regrade does to one answer.';
