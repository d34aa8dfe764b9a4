-- Stores the texts of a sealed file as late texts, all or none. Called by the candidate of the session or by a member of its organization; the
-- caller is recorded as the uploader, and each call of a member counts as a use of review. Takes texts instead of the file, because the
-- database has no key to open it; a file proves no more than its texts, as anybody can seal one. Locks the candidate. A repeat stores nothing,
-- counts every text as already stored, and uses nothing of sealed_text. No text becomes the answer, so accepted is 0; open counts those whose
-- question can still be answered. A session of others gets the same error as an unknown one.
-- Errors: not_authenticated, session_not_found, invalid_request, payload_too_large, rate_limited, and those of reprise_private.store_sealed_text.
create function reprise_private.store_sealed_texts(p_session_id uuid, p_texts jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_text record;
  v_stored integer := 0;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.check_sealed_texts(p_texts);
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id
    and (s.user_id = v_user_id or s.organization_id in (select reprise_private.organizations_of_caller()));
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- A member's calls queue at their own counter, one at a time, and are bounded: a repeat stores nothing, but takes the candidate's lock.
  if v_session.user_id <> v_user_id then
    perform reprise_private.take_rate_limit(v_user_id, 'review');
  end if;
  -- One use for each new text. Before the candidate's lock: an uploader who waits for their own other call must not make the candidate wait.
  -- An action of its own: under their lock, candidates count uses of kept_text, and each would wait for the other.
  perform reprise_private.take_rate_limit(v_user_id, 'sealed_text')
  from jsonb_to_recordset(p_texts) as given (position integer, text text)
  where not reprise_private.is_stored_text(p_session_id, given.position, given.text);
  v_session := reprise_private.lock_session(p_session_id);
  for v_text in select * from jsonb_to_recordset(p_texts) as given (position integer, text text, client_submitted_at timestamptz) loop
    if reprise_private.store_sealed_text(v_session, v_text.position, v_text.text, v_user_id, v_text.client_submitted_at) then
      v_stored := v_stored + 1;
    end if;
  end loop;
  return jsonb_build_object(
    'session_id', p_session_id, 'stored', v_stored, 'already_stored', jsonb_array_length(p_texts) - v_stored, 'accepted', 0,
    'open', (
      select count(*) from jsonb_to_recordset(p_texts) as given (position integer)
      join reprise.session_questions q on q.session_id = p_session_id and q.position = given.position
      where v_session.status = 'in_progress' and q.closed_at is null
        and coalesce(q.deadline_at + make_interval(secs => v_session.grace_seconds) >= now(), true)
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.store_sealed_texts is 'Stores the texts of a sealed file as late texts.';
