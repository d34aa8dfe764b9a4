-- What a candidate says is stored before anybody is asked for a reply; a reply is claimed, written outside, and stored once.

-- Puts a message at the end of a transcript: the one way a message gets its number. The row of the conversation is locked by taking the number, so
-- two writers get two numbers, and one that fails leaves no gap. Errors: message_id_taken (in another conversation).
create function private.append_message(p_session_id uuid, p_message jsonb)
returns public.messages
language plpgsql set search_path = ''
as $$
declare
  v_seq integer;
  v_message public.messages;
begin
  update public.conversations c
  set last_seq = c.last_seq + 1,
    candidate_messages = c.candidate_messages + (p_message ->> 'role' = 'candidate')::integer
  where c.session_id = p_session_id
  returning c.last_seq into v_seq;
  insert into public.messages (
    session_id, seq, message_id, role, content, source, replies_to_seq, sha256, model, prompt_version, input_tokens, output_tokens, latency_ms
  )
  values (
    p_session_id, v_seq, coalesce((p_message ->> 'message_id')::uuid, gen_random_uuid()), p_message ->> 'role', p_message ->> 'content',
    p_message ->> 'source', (p_message ->> 'replies_to_seq')::integer, private.sha256_hex(p_message ->> 'content'),
    p_message ->> 'model', p_message ->> 'prompt_version', (p_message ->> 'input_tokens')::integer,
    (p_message ->> 'output_tokens')::integer, (p_message ->> 'latency_ms')::integer
  )
  on conflict (message_id) do nothing
  returning * into v_message;
  if not found then
    perform private.refuse(409, 'message_id_taken', 'This message_id is in use, and the message was not kept. Send it again under a new one.', '{"kept": false}');
  end if;
  return v_message;
end
$$;
comment on function private.append_message(uuid, jsonb) is 'Puts a message at the end of a transcript.';
revoke execute on function private.append_message(uuid, jsonb) from public, anon, authenticated;

-- Creates the session of a conversation with the interviewer's opening line, a fixed text that names the interview, or the topic where there is
-- only one (p_interview is all null then). The organization's instructions are copied, so that later edits change nothing that runs. Returns the new row. Caller holds the
-- candidate's lock and has checked that the interview may be taken. Errors: invalid_request, session_id_taken.
create function private.open_conversation(p_session_id uuid, p_user_id uuid, p_interview public.interviews, p_conversation jsonb)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_topic text := nullif(btrim(p_conversation ->> 'topic'), '');
  v_session public.interview_sessions;
begin
  if jsonb_typeof(p_conversation -> 'topic') not in ('string', 'null') then
    perform private.invalid_request('conversation', 'topic must be a text');
  elsif char_length(v_topic) > 200 then
    perform private.invalid_request('conversation', 'topic may have at most 200 characters');
  elsif v_topic is null and p_interview.id is null then
    perform private.invalid_request('conversation', 'needs an interview_id or a topic');
  end if;
  insert into public.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until
  )
  select
    coalesce(p_session_id, gen_random_uuid()), p_user_id, p_interview.id, p_interview.organization_id, 'conversation',
    coalesce(p_interview.title, 'Conversation: ' || v_topic), 0, '{}', coalesce(p_interview.grace_seconds, 0),
    coalesce(p_interview.start_over_allowed, true),
    now() + coalesce(make_interval(mins => p_interview.resume_window_minutes), t.conversation_resume_window)
  from private.settings t
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.conversations (session_id, topic) values (v_session.id, v_topic);
  insert into public.conversation_instructions (session_id, instructions)
  select v_session.id, i.instructions from public.interview_instructions i where i.interview_id = p_interview.id;
  perform private.append_message(v_session.id, jsonb_build_object(
    'role', 'interviewer', 'source', 'script',
    'content', format(
      'Hello, and welcome. We are going to talk about this: %s. There is no clock; take the time you need. To begin, tell me a little about '
      'yourself and what you have done in this field.',
      coalesce(p_interview.title, v_topic)
    )
  ));
  return v_session;
end
$$;
comment on function private.open_conversation(uuid, uuid, public.interviews, jsonb) is 'Creates a conversation with its opening line.';
revoke execute on function private.open_conversation(uuid, uuid, public.interviews, jsonb) from public, anon, authenticated;

-- Refuses arguments of a message that no state could make right. Errors: invalid_request, payload_too_large.
create function private.check_message(p_lease integer, p_message_id uuid, p_content text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_message_id is null then
    perform private.invalid_request('message_id', 'is required');
  elsif p_lease is null then
    perform private.invalid_request('lease', 'is required');
  elsif coalesce(p_content, '') !~ '\S' then
    perform private.invalid_request('content', 'must not be empty');
  elsif char_length(p_content) > 20000 then
    perform private.refuse(413, 'payload_too_large', 'A message may have at most 20,000 characters.');
  end if;
end
$$;
comment on function private.check_message(integer, uuid, text) is 'Validates the arguments of a message.';
revoke execute on function private.check_message(integer, uuid, text) from public, anon, authenticated;

-- Keeps a message (or, without an id, a draft) that cannot become part of a transcript: true if it is safe. The same message is kept once, so a
-- retry gets the same answer; of drafts the newest of each lease is kept. False when there is no text, the lease never existed, or
-- the shelf is full (private.settings.kept_texts_per_question): the caller must not say that it was kept then.
create function private.keep_message(
  p_session public.interview_sessions, p_message_id uuid, p_content text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_kept public.late_messages;
begin
  if coalesce(p_content, '') = '' or p_lease not between 1 and p_session.lease_number then
    return false;
  elsif exists (
    select from public.late_messages k
    where k.session_id = p_session.id and k.message_id = p_message_id and k.sha256 = private.sha256_hex(p_content)
  ) then
    return true;
  end if;
  if p_message_id is null then
    delete from public.late_messages k
    where k.session_id = p_session.id and k.message_id is null and k.lease_number = p_lease;
  end if;
  if (select t.kept_texts_per_question from private.settings t) <= (
    select count(*) from public.late_messages k
    where k.session_id = p_session.id and (k.message_id is null) = (p_message_id is null)
  ) then
    return false;
  end if;
  insert into public.late_messages (session_id, message_id, content, reason, sha256, lease_number)
  values (p_session.id, p_message_id, p_content, p_reason, private.sha256_hex(p_content), p_lease)
  returning * into v_kept;
  perform private.record_event(p_session.id, p_session.user_id, 'message_kept', jsonb_build_object(
    'reason', p_reason, 'late_message_id', v_kept.id, 'lease', p_lease
  ));
  return true;
end
$$;
comment on function private.keep_message(public.interview_sessions, uuid, text, text, integer) is
  'Puts a message that came too late on the shelf for a person to look at.';
revoke execute on function private.keep_message(public.interview_sessions, uuid, text, text, integer) from public, anon, authenticated;

-- A refusal of a message with `kept`; where it was not kept, the sentence says what to do, because then nobody else has the text.
create function private.told_if_kept(p_result jsonb, p_kept boolean)
returns jsonb
language sql immutable set search_path = ''
as $$
  select jsonb_set(p_result, '{problem}', (p_result -> 'problem') || jsonb_build_object('kept', p_kept) || case when p_kept then '{}' else
    jsonb_build_object('detail', (p_result #>> '{problem,detail}') || ' Your message was not kept: copy its text before you go on.')
  end)
$$;
comment on function private.told_if_kept(jsonb, boolean) is 'Adds to a refusal whether the message was kept.';
revoke execute on function private.told_if_kept(jsonb, boolean) from public, anon, authenticated;

-- The reply to a candidate's message: the first one that has seen it; a null row while there is none.
create function private.reply_to(p_session_id uuid, p_seq integer)
returns public.messages
language sql stable set search_path = ''
as $$
  select r from public.messages r
  where r.session_id = p_session_id and r.replies_to_seq >= p_seq
  order by r.replies_to_seq
  limit 1
$$;
comment on function private.reply_to(uuid, integer) is 'The reply to a candidate''s message.';
revoke execute on function private.reply_to(uuid, integer) from public, anon, authenticated;

-- Whether a candidate's message has its reply: ready; pending (repeat the message to ask for it); none (the session is over, there will be none).
create function private.reply_status(p_session public.interview_sessions, p_seq integer)
returns text
language sql stable set search_path = ''
as $$
  select case
    when (private.reply_to(p_session.id, p_seq)).seq is not null then 'ready'
    when p_session.status = 'in_progress' then 'pending'
    else 'none'
  end
$$;
comment on function private.reply_status(public.interview_sessions, integer) is 'Whether a candidate''s message has its reply.';
revoke execute on function private.reply_status(public.interview_sessions, integer) from public, anon, authenticated;

-- The message object of the API; null for a null row. Which model wrote it, under which prompt version and for how many tokens, is not in it but no
-- secret: it is in the table, for everybody who may read the message, its candidate too.
create function private.message_view(p_message public.messages)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'seq', p_message.seq,
    'message_id', p_message.message_id,
    'role', p_message.role,
    'content', p_message.content,
    'source', p_message.source,
    'replies_to_seq', p_message.replies_to_seq,
    'sha256', p_message.sha256,
    'created_at', private.rfc3339(p_message.created_at)
  )
  where p_message.seq is not null
$$;
comment on function private.message_view(public.messages) is 'The message object of the API.';
revoke execute on function private.message_view(public.messages) from public, anon, authenticated;

-- What POST /message answers: the candidate's message, its reply if there is one, and where the conversation stands. retry_after_seconds is filled
-- in by the functions, where claim_reply refuses.
create function private.message_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions, p_message public.messages
)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'session', private.session_summary(p_session),
    'lease', private.lease_view(p_active),
    'message', private.message_view(p_message),
    'reply', private.message_view(private.reply_to(p_session.id, p_message.seq)),
    'reply_status', private.reply_status(p_session, p_message.seq),
    'state', c.state,
    'profile', c.profile,
    'last_seq', c.last_seq,
    'retry_after_seconds', null,
    'server_time', private.rfc3339(clock_timestamp())
  )
  from public.conversations c
  where c.session_id = p_session.id
$$;
comment on function private.message_result(public.interview_sessions, public.active_interview_sessions, public.messages) is
  'What POST /message answers.';
revoke execute on function private.message_result(public.interview_sessions, public.active_interview_sessions, public.messages) from public, anon, authenticated;

-- The conversation object of a session view: where the talk stands. Null for other modes.
create function private.conversation_view(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'topic', c.topic,
    'state', c.state,
    'profile', c.profile,
    'last_seq', c.last_seq,
    'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
    'unanswered', case when (private.reply_to(p_session.id, m.seq)).seq is null then m.message_id end,
    'reply_status', case when m.seq is null then 'ready' else private.reply_status(p_session, m.seq) end,
    'draft', c.draft,
    'draft_saved_at', private.rfc3339(c.draft_at)
  )
  from public.conversations c
  cross join private.settings t
  left join lateral (
    select m.seq, m.message_id from public.messages m
    where m.session_id = c.session_id and m.role = 'candidate'
    order by m.seq desc
    limit 1
  ) m on true
  where c.session_id = p_session.id
$$;
comment on function private.conversation_view(public.interview_sessions) is 'The conversation object of a session view.';
revoke execute on function private.conversation_view(public.interview_sessions) from public, anon, authenticated;

-- Stores what a candidate says. Caller: the candidate. Locks the candidate. A repeat of what is stored comes first and gets the same message,
-- at any later time and under any lease; then the lease, whether the session is open, and the limits. What cannot be
-- accepted is kept. The reply is not this function's business: it is stored by complete_reply. No event, because the message is its own
-- record. Errors: session_not_found, payload_too_large, invalid_request, limit_reached, rate_limited; committed
-- refusals: message_id_taken, lease_lost, session_closed.
create function private.add_message(p_session_id uuid, p_lease integer, p_message_id uuid, p_content text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
  v_message public.messages;
  v_limit integer := (select t.messages_per_conversation from private.settings t);
begin
  perform private.check_message(p_lease, p_message_id, p_content);
  v_session := private.own_session(p_session_id, v_user_id);
  if v_session.mode <> 'conversation' then
    perform private.refuse(404, 'session_not_found', 'There is no such conversation.');
  end if;
  select * into v_message from public.messages m where m.message_id = p_message_id;
  if v_message.session_id = v_session.id and v_message.role = 'candidate' and v_message.content = p_content then
    if v_session.status = 'in_progress' then
      v_active := private.hold_lease(v_session, p_lease);
      v_session := private.settle_session(v_session);
    end if;
    return private.message_result(v_session, v_active, v_message) || '{"replayed": true}';
  elsif found then
    return private.told_if_kept(
      private.problem(409, 'message_id_taken', 'This message_id is in use. Mint a new one.'),
      private.keep_message(v_session, p_message_id, p_content, 'message_id_taken', p_lease)
    );
  end if;

  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.told_if_kept(
        private.lease_lost(v_session, null, null, p_lease),
        private.keep_message(v_session, p_message_id, p_content, 'lease_lost', p_lease)
      );
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return private.told_if_kept(
      private.session_closed(v_session, null, null, p_lease),
      private.keep_message(v_session, p_message_id, p_content, 'session_closed', p_lease)
    );
  elsif v_limit <= (select c.candidate_messages from public.conversations c where c.session_id = v_session.id) then
    perform private.refuse(
      409, 'limit_reached', format('You have sent the %s messages that a conversation holds. Finish it, or begin another one.', v_limit),
      jsonb_build_object('limit', v_limit)
    );
  end if;
  perform private.take_rate_limit(v_user_id, 'message');
  v_message := private.append_message(v_session.id, jsonb_build_object(
    'role', 'candidate', 'source', 'candidate', 'message_id', p_message_id, 'content', p_content
  ));
  update public.conversations c set draft = null, draft_at = null where c.session_id = v_session.id and c.draft is not null;
  return private.message_result(v_session, v_active, v_message) || '{"replayed": false}';
end
$$;
comment on function private.add_message(uuid, integer, uuid, text) is 'Stores what a candidate says in a conversation.';
revoke execute on function private.add_message(uuid, integer, uuid, text) from public, anon;
grant execute on function private.add_message(uuid, integer, uuid, text) to authenticated;

-- A page of a transcript, in order, by keyset on seq: for its candidate and for members of the organization. Reads only. Errors:
-- session_not_found, invalid_request.
create function private.list_messages(p_session_id uuid, p_after integer, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_size integer := coalesce(p_page_size, 50);
  v_page public.messages[];
begin
  if v_size not between 1 and 100 then
    perform private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_after < 0 then
    perform private.invalid_request('after', 'must be 0 or more');
  end if;
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and s.mode = 'conversation' and (s.user_id = v_user_id or private.reviews_session(s.id));
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such conversation.');
  end if;
  select array_agg(p order by p.seq) into v_page
  from (
    select m.* from public.messages m
    where m.session_id = v_session.id and m.seq > coalesce(p_after, 0)
    order by m.seq
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'session', private.session_summary(v_session),
    'messages', coalesce((select jsonb_agg(private.message_view(p) order by p.seq) from unnest(v_page[:v_size]) p), '[]'),
    'next_after', case when cardinality(v_page) > v_size then v_page[v_size].seq end,
    'conversation', private.conversation_view(v_session) - '{draft,draft_saved_at}'::text[],
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_messages(uuid, integer, integer) is 'A page of a transcript.';
revoke execute on function private.list_messages(uuid, integer, integer) from public, anon;
grant execute on function private.list_messages(uuid, integer, integer) to authenticated;

-- A session under its candidate's lock, for those who come without a candidate's token. Errors: session_not_found.
create function private.locked_session(p_session_id uuid)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_user_id uuid := (select s.user_id from public.interview_sessions s where s.id = p_session_id);
begin
  if v_user_id is null then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return private.own_session(p_session_id, v_user_id);
end
$$;
comment on function private.locked_session(uuid) is 'Locks the candidate of a session and returns it.';
revoke execute on function private.locked_session(uuid) from public, anon, authenticated;

-- What an interviewer has to know: the interview's own title (null without one: a topic is the candidate's), instructions, notes so far, and the last
-- turns that fit into p_tokens (a token is counted as three bytes, which is above what tokenizers make of prose); always at least
-- the last one, p_seq. Each reply stands behind the message it replies to, and not behind one that it has not seen.
create function private.reply_context(p_session public.interview_sessions, p_seq integer, p_tokens integer)
returns jsonb
language sql stable set search_path = ''
as $$
  with turns as (
    select m.seq, m.place, m.role, m.content,
      sum(octet_length(m.content) / 3 + 8) over (order by m.place desc, m.seq desc) as tokens
    from (
      select m.seq, coalesce(m.replies_to_seq, m.seq) as place, m.role, m.content from public.messages m
      where m.session_id = p_session.id
      order by m.seq desc
      limit 200
    ) m
  )
  select jsonb_build_object(
    'title', case when p_session.interview_id is not null then p_session.title end,
    'topic', c.topic,
    'instructions', (select i.instructions from public.conversation_instructions i where i.session_id = c.session_id),
    'state', c.state,
    'profile', c.profile,
    'candidate_messages', c.candidate_messages,
    'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
    'scripted_replies', (
      select count(*) from public.messages m
      where m.session_id = c.session_id and m.source = 'script' and m.replies_to_seq is not null
    ),
    'turns', (
      select jsonb_agg(jsonb_build_object('role', n.role, 'content', n.content) order by n.place, n.seq)
      from turns n where n.tokens <= p_tokens or n.seq = p_seq
    )
  )
  from public.conversations c, private.settings t
  where c.session_id = p_session.id
$$;
comment on function private.reply_context(public.interview_sessions, integer, integer) is 'What an interviewer has to know to reply.';
revoke execute on function private.reply_context(public.interview_sessions, integer, integer) from public, anon, authenticated;

-- Claims the reply to a candidate's message and hands out what it takes to write one. Caller: the functions (service role), with ids that the
-- database gave them. Locks the candidate. One claim at a time a conversation, for private.settings.reply_lease_seconds; it covers every
-- candidate message so far. Token null: there is a reply already, somebody else is writing it, or the session is over. Replies cost something: each
-- claim counts as one `reply` of the candidate. Errors: session_not_found, rate_limited (the message stays, and stays pending).
create function private.claim_reply(p_session_id uuid, p_message_id uuid, p_context_tokens integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session public.interview_sessions := private.settle_session(private.locked_session(p_session_id));
  v_message public.messages;
  v_claim private.reply_claims;
begin
  select * into v_message from public.messages m
  where m.session_id = v_session.id and m.message_id = p_message_id and m.role = 'candidate';
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such message.');
  end if;
  if private.reply_status(v_session, v_message.seq) = 'pending' then
    insert into private.reply_claims as c (session_id, token, claimed_until, up_to_seq)
    select v_session.id, gen_random_uuid(), now() + make_interval(secs => t.reply_lease_seconds), (
      select max(m.seq) from public.messages m where m.session_id = v_session.id and m.role = 'candidate'
    )
    from private.settings t
    on conflict (session_id) do update
    set token = excluded.token, claimed_until = excluded.claimed_until, up_to_seq = excluded.up_to_seq
    where c.claimed_until <= now()
    returning * into v_claim;
    if v_claim.token is not null then
      perform private.take_rate_limit(v_session.user_id, 'reply');
    end if;
  end if;
  return jsonb_build_object('token', v_claim.token, 'result', private.message_result(v_session, null, v_message))
    || case when v_claim.token is null then '{}' else private.reply_context(v_session, v_claim.up_to_seq, p_context_tokens) end;
end
$$;
comment on function private.claim_reply(uuid, uuid, integer) is 'Claims the reply to a candidate''s message.';
revoke execute on function private.claim_reply(uuid, uuid, integer) from public, anon, authenticated;
grant execute on function private.claim_reply(uuid, uuid, integer) to service_role;

-- Stores the reply under the current token only: a process that was given up on changes nothing and is told so. The state moves forward or
-- stays, whatever the reply says; done completes the session. Writes one event if the state moves. A session that ended meanwhile
-- takes no reply. Locks the candidate. Errors: session_not_found, invalid_request.
create function private.complete_reply(p_session_id uuid, p_token uuid, p_reply jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_states text[] := array['greeting', 'exploring', 'closing', 'done'];
  v_session public.interview_sessions := private.settle_session(private.locked_session(p_session_id));
  v_conversation public.conversations;
  v_up_to_seq integer;
  v_reply public.messages;
  v_state text;
begin
  delete from private.reply_claims c where c.session_id = v_session.id and c.token = p_token returning c.up_to_seq into v_up_to_seq;
  if not found or v_session.status <> 'in_progress' then
    return '{"accepted": false}';
  end if;
  v_reply := private.append_message(
    v_session.id, p_reply || jsonb_build_object('role', 'interviewer', 'replies_to_seq', v_up_to_seq, 'message_id', null)
  );
  select * into v_conversation from public.conversations c where c.session_id = v_session.id;
  v_state := v_states[greatest(
    array_position(v_states, v_conversation.state), coalesce(array_position(v_states, p_reply ->> 'state'), 1)
  )];
  update public.conversations c
  set state = v_state, profile = coalesce(nullif(p_reply -> 'profile', 'null'), c.profile)
  where c.session_id = v_session.id;
  if v_state <> v_conversation.state then
    perform private.record_event(v_session.id, null, 'conversation_moved', jsonb_build_object(
      'from', v_conversation.state, 'to', v_state, 'seq', v_reply.seq
    ));
  end if;
  if v_state = 'done' then
    v_session := private.close_session(v_session, 'completed', 'concluded', now(), null);
  end if;
  return jsonb_build_object('accepted', true, 'result', private.message_result(
    v_session, (select a from public.active_interview_sessions a where a.session_id = v_session.id),
    (select m from public.messages m where m.session_id = v_session.id and m.seq = v_up_to_seq)
  ));
exception
  when check_violation or not_null_violation or numeric_value_out_of_range or invalid_text_representation then
    perform private.invalid_request('reply', 'is out of bounds');
end
$$;
comment on function private.complete_reply(uuid, uuid, jsonb) is 'Stores the reply of an interviewer.';
revoke execute on function private.complete_reply(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function private.complete_reply(uuid, uuid, jsonb) to service_role;

-- Gives a claim back, so that a repeat of the message asks again: at once after the first failures in a row, later after a pause that doubles up
-- to a minute. With the current token only.
create function private.fail_reply(p_session_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update private.reply_claims c
  set token = gen_random_uuid(), failures = least(c.failures + 1, 10),
    claimed_until = now() + make_interval(secs => case when c.failures < 3 then 0 else least(60, 2 ^ c.failures / 4) end)
  where c.session_id = p_session_id and c.token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.fail_reply(uuid, uuid) is 'Gives a claimed reply back after a failure.';
revoke execute on function private.fail_reply(uuid, uuid) from public, anon, authenticated;
grant execute on function private.fail_reply(uuid, uuid) to service_role;

-- The conversation in a session's results: its size and outcome; for reviewers also what the interviewer was told and what was kept. The
-- messages themselves are paged by list_messages.
create function private.conversation_results(p_session public.interview_sessions, p_reviews boolean)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'topic', c.topic, 'state', c.state, 'profile', c.profile, 'messages', c.last_seq, 'candidate_messages', c.candidate_messages
  ) || case when not p_reviews then '{}' else jsonb_build_object(
    'instructions', (select i.instructions from public.conversation_instructions i where i.session_id = c.session_id),
    'late_messages', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', k.id, 'message_id', k.message_id, 'content', k.content, 'reason', k.reason, 'sha256', k.sha256,
          'received_at', private.rfc3339(k.received_at)
        ) order by k.received_at, k.id
      )
      from public.late_messages k where k.session_id = c.session_id
    ), '[]')
  ) end
  from public.conversations c
  where c.session_id = p_session.id
$$;
comment on function private.conversation_results(public.interview_sessions, boolean) is 'The conversation in a session''s results.';
revoke execute on function private.conversation_results(public.interview_sessions, boolean) from public, anon, authenticated;

-- Stores the draft of a conversation. A call that began earlier but got the lock later must not put an older draft over a newer one, and not bring
-- back as a draft what was sent as a message meanwhile (of the last ones: messages get their numbers in the order of the lock). Errors: position_ahead (a conversation has no positions but 0).
create function private.save_conversation_draft(p_session_id uuid, p_position integer, p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_position <> 0 then
    perform private.refuse(409, 'position_ahead', 'A conversation has one draft, at position 0.', '{"position": 0}');
  end if;
  update public.conversations c set draft = p_text, draft_at = now()
  where c.session_id = p_session_id and (c.draft_at is null or c.draft_at <= now())
    and not exists (
      select from (
        select m.role, m.created_at from public.messages m where m.session_id = p_session_id order by m.seq desc limit 10
      ) m
      where m.role = 'candidate' and m.created_at >= now()
    );
end
$$;
comment on function private.save_conversation_draft(uuid, integer, text) is 'Stores the draft of a conversation.';
revoke execute on function private.save_conversation_draft(uuid, integer, text) from public, anon, authenticated;
