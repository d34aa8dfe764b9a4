-- Returns the reply to a candidate's message, the first one written after seeing it; a null row if there is none.
create function private.reply_to(p_session_id uuid, p_seq integer)
returns public.messages
language plpgsql stable set search_path = ''
as $$
declare
  v_row public.messages;
begin
  select r.* into v_row from public.messages r
  where r.session_id = p_session_id and r.replies_to_seq >= p_seq
  order by r.replies_to_seq
  limit 1;
  return v_row;
end
$$;
comment on function private.reply_to(uuid, integer) is 'The reply to a candidate''s message.';
revoke execute on function private.reply_to(uuid, integer) from public, anon, authenticated;
