-- Refuses an answer sent sooner than the question allows. Stores the text as the draft, and the caller may try again; an empty text leaves
-- the draft unchanged. A call that began earlier but got the lock later must not replace a newer draft.
create function reprise_private.store_draft_and_refuse_too_fast(p_question reprise.session_questions, p_text text)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_questions q set draft = p_text, draft_at = now()
  where q.session_id = p_question.session_id and q.position = p_question.position and p_text <> ''
    and (q.draft_at is null or q.draft_at <= now());
  return reprise_private.refuse_and_commit(409, 'too_fast', jsonb_build_object('retry_after_seconds', reprise_private.remaining_seconds(
    p_question.served_at + make_interval(secs => p_question.min_seconds)
  )));
end
$$;
comment on function reprise_private.store_draft_and_refuse_too_fast is
  'Stores a text sent sooner than min_seconds as the draft and refuses it as an answer.';
