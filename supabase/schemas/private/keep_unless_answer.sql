-- Stores a refused text unless it equals the stored answer; in a conversation the text is a draft. Returns true if the text is stored in
-- either form, false if there is no text or it could not be stored.
create function private.keep_unless_answer(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  return coalesce(p_text, '') <> '' and case
    when p_session.mode = 'conversation' then private.keep_message(p_session, null, p_text, 'late_draft', p_lease)
    else private.is_the_answer(p_session.id, p_position, p_text)
      or (private.keep_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  end;
end
$$;
comment on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) is
  'Keeps a refused text and says whether it is safe.';
revoke execute on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) from public, anon, authenticated;
