-- Returns the status of the reply to a candidate's message: ready; pending (repeat the message to ask for it); none (the session is over
-- and no reply will come).
create function reprise_private.reply_status(p_session reprise.interview_sessions, p_seq integer)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when (reprise_private.find_reply(p_session.id, p_seq)).seq is not null then 'ready'
    when p_session.status = 'in_progress' then 'pending'
    else 'none'
  end;
end
$$;
comment on function reprise_private.reply_status is 'Returns the status of the reply to a candidate''s message.';
