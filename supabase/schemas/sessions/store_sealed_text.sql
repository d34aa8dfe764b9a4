-- Stores one text of a sealed file as a late text, with who uploaded it and when the device claims to have written it; the claim decides
-- nothing. Never changes an answer: a reviewer may accept the text. Returns false, and writes nothing, if the text is the answer or a late
-- text already. The caller holds the candidate's lock. For one question, late_texts_per_question such texts (in a practice run
-- late_texts_granted) are stored of the candidate and as many of members, besides other late texts, so that none uses up the others' places. Uploads
-- of members are not counted in the candidate's stored bytes.
-- Errors: invalid_request (the question was never served), limit_reached (reason sealed_texts), rate_limited, those of check_room.
create function reprise_private.store_sealed_text(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_uploader uuid, p_client_submitted_at timestamptz
)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_deadline_at timestamptz;
  v_limit integer;
  v_is_own boolean := p_uploader = p_session.user_id;
  v_id uuid;
begin
  select q.deadline_at into v_deadline_at from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found then
    perform reprise_private.invalid_request('texts', 'has a question that this candidate was never given');
  end if;
  if reprise_private.is_stored_text(p_session.id, p_position, p_text) then
    return false;
  end if;
  select case p_session.mode when 'practice' then t.late_texts_granted else t.late_texts_per_question end into v_limit
  from reprise_private.settings t;
  if v_limit <= (
    select count(*) from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = 'sealed_file'
      and (k.uploaded_by = p_session.user_id) = v_is_own
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'sealed_texts', 'limit', v_limit));
  end if;
  if v_is_own then
    perform reprise_private.check_room(p_session, octet_length(p_text));
  end if;
  insert into reprise.late_answers (
    session_id, position, answer, reason, sha256, received_at, late_by, uploaded_by, client_submitted_at
  )
  values (
    p_session.id, p_position, p_text, 'sealed_file', reprise_private.sha256_hex(p_text), now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0'), p_uploader, p_client_submitted_at
  )
  returning id into v_id;
  perform reprise_private.record_repeatable_event(p_session.id, p_uploader, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', 'sealed_file', 'late_answer_id', v_id,
    'client_submitted_at', reprise_private.rfc3339(p_client_submitted_at)
  ));
  return true;
end
$$;
comment on function reprise_private.store_sealed_text is 'Stores one text of a sealed file as a late text.';
