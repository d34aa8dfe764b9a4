-- Stores what a grader has found for a claimed evaluation, before another call writes the feedback for the candidate. The status remains
-- running. If that call fails or its grader dies, the next claim hands the grade out again (evaluation_job), so that an answer is graded
-- once. Called by a grader (service role), with the current token only; a repeat stores the same.
create function reprise_private.store_grade(p_answer_id uuid, p_token uuid, p_grade jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.evaluations e set grade = p_grade where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.store_grade is 'Stores the grade of a claimed evaluation while its feedback is being written.';
