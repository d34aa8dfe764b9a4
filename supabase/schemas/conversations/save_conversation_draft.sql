-- Stores the draft of a conversation. A call that began earlier but got the lock later must neither overwrite a newer draft nor restore as
-- a draft what was sent as a message meanwhile. It checks only the latest messages: they are numbered in the order of the lock.
-- Errors: position_ahead (a conversation has only position 0).
create function reprise_private.save_conversation_draft(p_session_id uuid, p_position integer, p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_position <> 0 then
    perform reprise_private.refuse_and_roll_back(409, 'position_ahead', '{"reason": "conversation", "position": 0}');
  end if;
  update reprise.conversations c set draft = p_text, draft_at = now()
  where c.session_id = p_session_id and (c.draft_at is null or c.draft_at <= now())
    and not exists (
      select from (
        select m.role, m.created_at from reprise.messages m where m.session_id = p_session_id order by m.seq desc limit 10
      ) m
      where m.role = 'candidate' and m.created_at >= now()
    );
end
$$;
comment on function reprise_private.save_conversation_draft is 'Stores the draft of a conversation.';
