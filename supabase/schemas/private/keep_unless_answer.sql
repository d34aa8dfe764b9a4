-- Makes sure that a text which was not accepted is not lost: true if it is kept, or already is the stored answer; false
-- if there was no text, or the shelf is full. Of a conversation it is a draft.
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
