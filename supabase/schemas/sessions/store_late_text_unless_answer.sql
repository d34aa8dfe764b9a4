-- Stores a refused text unless it equals the stored answer; in a conversation the text is a draft. Returns true if the text is stored in
-- either form, false if there is no text or it could not be stored.
create function reprise_private.store_late_text_unless_answer(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  return coalesce(p_text, '') <> '' and case
    when p_session.mode = 'conversation' then reprise_private.store_late_message(p_session, null, p_text, 'late_draft', p_lease)
    else reprise_private.is_the_answer(p_session.id, p_position, p_text)
      or (reprise_private.store_late_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  end;
end
$$;
comment on function reprise_private.store_late_text_unless_answer is
  'Stores a refused text unless it equals the answer, and returns whether it is stored.';
