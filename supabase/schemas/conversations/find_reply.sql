-- Returns the reply to a candidate's message, the first one written after seeing it; a null row if there is none.
create function reprise_private.find_reply(p_session_id uuid, p_seq integer)
returns reprise.messages
language plpgsql stable set search_path = ''
as $$
declare
  v_row reprise.messages;
begin
  select r.* into v_row from reprise.messages r
  where r.session_id = p_session_id and r.replies_to_seq >= p_seq
  order by r.replies_to_seq
  limit 1;
  return v_row;
end
$$;
comment on function reprise_private.find_reply is 'Returns the reply to a candidate''s message.';
