-- Stores a message, or a draft if it has no id, that cannot become part of a transcript as a late message. Returns true if the text is
-- stored. The same message is stored once, so a retry gets the same response; of the drafts of each lease, the newest is stored. Returns
-- false if there is no text, the lease never existed, or reprise_private.settings.late_texts_per_question is reached: then the caller must not
-- report the text as stored. Errors: those of reprise_private.check_room.
create function reprise_private.store_late_message(
  p_session reprise.interview_sessions, p_message_id uuid, p_content text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_kept reprise.late_messages;
begin
  if coalesce(p_content, '') = '' or p_lease not between 1 and p_session.lease_number then
    return false;
  elsif exists (
    select from reprise.late_messages k
    where k.session_id = p_session.id and k.message_id = p_message_id and k.sha256 = reprise_private.sha256_hex(p_content)
  ) then
    return true;
  end if;
  if p_message_id is null then
    delete from reprise.late_messages k
    where k.session_id = p_session.id and k.message_id is null and k.lease_number = p_lease;
  end if;
  perform reprise_private.check_room(p_session, octet_length(p_content));
  if (select t.late_texts_per_question from reprise_private.settings t) <= (
    select count(*) from reprise.late_messages k
    where k.session_id = p_session.id and (k.message_id is null) = (p_message_id is null)
  ) then
    return false;
  end if;
  insert into reprise.late_messages (session_id, message_id, content, reason, sha256, lease_number)
  values (p_session.id, p_message_id, p_content, p_reason, reprise_private.sha256_hex(p_content), p_lease)
  returning * into v_kept;
  perform reprise_private.record_repeatable_event(p_session.id, p_session.user_id, 'message_kept', jsonb_build_object(
    'reason', p_reason, 'lease', p_lease
  ) || case when p_message_id is null then '{}' else jsonb_build_object('late_message_id', v_kept.id) end);
  return true;
end
$$;
comment on function reprise_private.store_late_message is 'Stores a message that cannot become part of a transcript as a late message.';
