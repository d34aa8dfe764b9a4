-- Stores the answer of (session, position) and returns the row. The caller holds the candidate's lock and has checked everything; the
-- unique key refuses a second answer.
create function reprise_private.store_answer(
  p_session_id uuid, p_position integer, p_answer text, p_source text, p_received_at timestamptz
)
returns reprise.answers
language plpgsql set search_path = ''
as $$
declare
  v_row reprise.answers;
begin
  insert into reprise.answers (session_id, position, answer, source, sha256, received_at)
  values (p_session_id, p_position, p_answer, p_source, reprise_private.sha256_hex(p_answer), p_received_at)
  returning * into v_row;
  return v_row;
end
$$;
comment on function reprise_private.store_answer is 'Inserts the accepted answer to a question.';
