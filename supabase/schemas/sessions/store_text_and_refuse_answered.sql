-- Refuses a different text for an answered question. The answer does not change; the new text is stored as a late text.
create function reprise_private.store_text_and_refuse_answered(
  p_session reprise.interview_sessions, p_answer reprise.answers, p_text text, p_lease integer
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return reprise_private.refuse_and_commit(409, 'already_answered', jsonb_build_object(
    'receipt', reprise_private.receipt(p_answer.id),
    'position', p_session.position,
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_answer.position, p_text, 'already_answered', p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_answered is
  'Stores a different text for an answered question as a late text and refuses it.';
