-- Refuses a different text for an answered question. The answer does not change; the new text is stored as a late text.
create function private.already_answered(
  p_session public.interview_sessions, p_answer public.answers, p_text text, p_lease integer
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return private.problem(409, 'already_answered', 'This question already has an answer, which stays as it is.', jsonb_build_object(
    'receipt', private.receipt(p_answer.id, p_answer.received_at, p_answer.sha256, p_answer.late_by),
    'position', p_session.position,
    'kept', private.keep_unless_answer(p_session, p_answer.position, p_text, 'already_answered', p_lease)
  ));
end
$$;
comment on function private.already_answered(public.interview_sessions, public.answers, text, integer) is
  'Answers a second, different submit for one question.';
revoke execute on function private.already_answered(public.interview_sessions, public.answers, text, integer) from public, anon, authenticated;
