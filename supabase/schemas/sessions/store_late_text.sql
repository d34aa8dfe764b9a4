-- Stores a text that cannot be accepted as a late text. The same text for the same reason is stored once, so a retry gets the same receipt.
-- Only the newest draft (reason late_draft) of each lease is stored, besides those that a reviewer has accepted.
-- Returns a null row if the question was never served, the lease never existed, or the limit is reached
-- (reprise_private.settings.late_texts_per_question texts, and as many drafts; of a practice run late_texts_granted): then the caller must not
-- report the text as stored. A text past late_texts_granted counts as a use of kept_text.
-- Errors: rate_limited, and those of reprise_private.check_room.
create function reprise_private.store_late_text(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns reprise.late_answers
language plpgsql set search_path = ''
as $$
declare
  v_kept reprise.late_answers := reprise_private.find_late_text(p_session.id, p_position, p_text, p_reason, p_lease);
  v_deadline_at timestamptz;
  v_replaced boolean := false;
  v_stored integer;
  v_granted integer;
  v_limit integer;
begin
  if v_kept.id is not null then
    return v_kept;
  end if;
  select q.deadline_at into v_deadline_at from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found or p_lease < 1 or p_lease > p_session.lease_number then
    return null;
  end if;
  if p_reason = 'late_draft' then
    delete from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = p_reason and k.lease_number = p_lease
      and k.accepted_at is null;
    v_replaced := found;
  end if;
  select count(*) into v_stored from reprise.late_answers k
  where k.session_id = p_session.id and k.position = p_position and (k.reason = 'late_draft') = (p_reason = 'late_draft')
    and k.reason <> 'sealed_file';
  select t.late_texts_granted, case p_session.mode when 'practice' then t.late_texts_granted else t.late_texts_per_question end
  into v_granted, v_limit
  from reprise_private.settings t;
  if v_stored >= v_limit then
    return null;
  elsif v_stored >= v_granted and not v_replaced then
    perform reprise_private.take_rate_limit(p_session.user_id, 'kept_text');
  end if;
  perform reprise_private.check_room(p_session, octet_length(p_text));
  insert into reprise.late_answers (session_id, position, answer, reason, sha256, lease_number, received_at, late_by)
  values (
    p_session.id, p_position, p_text, p_reason, reprise_private.sha256_hex(p_text), p_lease, now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0')
  )
  returning * into v_kept;
  perform reprise_private.record_repeatable_event(p_session.id, p_session.user_id, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', p_reason, 'lease', p_lease
  ) || case when p_reason = 'late_draft' then '{}' else jsonb_build_object('late_answer_id', v_kept.id) end);
  return v_kept;
end
$$;
comment on function reprise_private.store_late_text is 'Stores a text that cannot be accepted as a late text.';
