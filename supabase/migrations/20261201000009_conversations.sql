-- Baseline: conversations with an interviewer. The files of supabase/schemas/conversations, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Conversations: sessions in which a candidate talks with an interviewer. The messages are the transcript, which is append-only.

create table reprise.conversations (
  session_id uuid primary key references reprise.interview_sessions (id) on delete cascade,
  topic text,
  state text not null default 'greeting',
  last_seq integer not null default 0,
  candidate_messages integer not null default 0,
  draft text,
  draft_at timestamptz,
  constraint conversations_state_is_known check (state in ('greeting', 'exploring', 'closing', 'done')),
  constraint conversations_topic_length check (char_length(topic) between 1 and 200),
  constraint conversations_draft_has_time check ((draft is null) = (draft_at is null)),
  constraint conversations_draft_length check (octet_length(draft) <= 65536),
  constraint conversations_counts_not_negative check (candidate_messages between 0 and last_seq)
);
comment on table reprise.conversations is 'The state of each session of mode conversation.';
comment on column reprise.conversations.topic is 'The topic that the candidate chose; null if the interview defines it.';
comment on column reprise.conversations.state is 'greeting → exploring → closing → done, never back. done completes the session.';
comment on column reprise.conversations.last_seq is 'The number of the last message; messages count from 1 without gaps.';
comment on column reprise.conversations.draft is 'The last text that a heartbeat sent; an accepted message clears it.';

create table reprise.conversation_profiles (
  session_id uuid primary key references reprise.conversations (session_id) on delete cascade,
  profile jsonb not null,
  constraint conversation_profiles_are_small check (jsonb_typeof(profile) = 'object' and octet_length(profile::text) <= 8192)
);
comment on table reprise.conversation_profiles is
  'The interviewer''s notes about each candidate, for reviewers. The functions show them to the candidate only where the interview shows results.';

create table reprise.messages (
  session_id uuid not null references reprise.conversations (session_id) on delete cascade,
  seq integer not null,
  message_id uuid not null default gen_random_uuid(),
  role text not null,
  content text not null,
  source text not null,
  replies_to_seq integer,
  sha256 text not null,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  created_at timestamptz not null default now(),
  primary key (session_id, seq),
  constraint messages_message_id_is_unique unique (session_id, message_id),
  constraint messages_seq_counts_from_one check (seq >= 1),
  constraint messages_role_and_source_fit check (
    (role = 'candidate' and source = 'candidate') or (role = 'interviewer' and source in ('script', 'model'))
  ),
  constraint messages_content_length check (char_length(content) between 1 and 20000),
  constraint messages_reply_follows check (replies_to_seq is null or (role = 'interviewer' and replies_to_seq between 1 and seq - 1)),
  constraint messages_model_is_named check ((source = 'model') = (model is not null)),
  constraint messages_sha256_is_of_the_content check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
comment on table reprise.messages is 'The transcript of a conversation, append-only. Deleted only with the whole session.';
comment on column reprise.messages.seq is 'The message''s number in the transcript, from 1, without gaps.';
comment on column reprise.messages.message_id is 'Chosen by the client for its own messages. A repeat with the same id is the same message.';
comment on column reprise.messages.source is 'candidate; script: a fixed text; model: written by the model named in the column model.';
comment on column reprise.messages.replies_to_seq is 'For a reply, the last candidate message that it takes into account. Null for the opening line.';
create unique index messages_one_reply_each on reprise.messages (session_id, replies_to_seq) where replies_to_seq is not null;

create table reprise.late_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references reprise.conversations (session_id) on delete cascade,
  message_id uuid,
  content text not null,
  reason text not null,
  sha256 text not null,
  lease_number integer not null,
  received_at timestamptz not null default now(),
  constraint late_messages_reason_is_known check (reason in ('lease_lost', 'session_closed', 'message_id_taken', 'late_draft')),
  constraint late_messages_only_drafts_have_no_id check ((message_id is null) = (reason = 'late_draft')),
  constraint late_messages_length check (octet_length(content) <= 81920)
);
comment on table reprise.late_messages is 'Messages and drafts that could not become part of the transcript, stored for review.';
comment on column reprise.late_messages.reason is
  'lease_lost: from a device that was replaced; session_closed; message_id_taken: another text under an id in use; late_draft: the newest draft of '
  'a replaced device or for a closed session.';
create unique index late_messages_kept_once on reprise.late_messages (session_id, message_id, sha256) where message_id is not null;
create unique index late_messages_newest_draft_of_a_lease on reprise.late_messages (session_id, lease_number) where message_id is null;
create index late_messages_session_id_idx on reprise.late_messages (session_id, received_at);

create table reprise.interview_instructions (
  interview_id uuid primary key references reprise.interviews (id) on delete cascade,
  instructions text,
  agenda text[] not null default '{}',
  constraint interview_instructions_length check (char_length(instructions) between 1 and 8000),
  constraint interview_instructions_not_empty check (instructions is not null or cardinality(agenda) > 0)
);
comment on table reprise.interview_instructions is
  'What an organization tells the interviewer of its conversations. Visible to members only.';
comment on column reprise.interview_instructions.instructions is
  'Secret: the model that writes to the candidate never gets them. Another one gets them, and chooses the next move and agenda item.';
comment on column reprise.interview_instructions.agenda is
  'Topics, and questions to ask word for word: what the interviewer may say. At most 20 items of 500 characters.';

create table reprise.conversation_instructions (
  session_id uuid primary key references reprise.conversations (session_id) on delete cascade,
  instructions text,
  agenda text[] not null default '{}'
);
comment on table reprise.conversation_instructions is
  'Instructions and agenda of a conversation, as copied at start. Never visible to its candidate.';

-- Claims of replies: a conversation has a row while a process writes its reply, or after the last attempt failed.
create table reprise_private.reply_claims (
  session_id uuid primary key references reprise.conversations (session_id) on delete cascade,
  token uuid not null,
  claimed_until timestamptz not null,
  up_to_seq integer not null,
  failures integer not null default 0
);
comment on table reprise_private.reply_claims is 'Claims of replies in progress. A reply is stored only with the current token.';
comment on column reprise_private.reply_claims.up_to_seq is 'The last candidate message that the reply takes into account.';
comment on column reprise_private.reply_claims.failures is 'Failed attempts in a row; after three, the next attempt has to wait.';

-- Stores a candidate's message. Called by the candidate. Locks the candidate.
-- The order of the checks: a repeat of a stored message (returns that message, at any later time and under any lease), the lease, whether
-- the session is open, the limits. A refused message is stored as a late message. complete_reply stores the reply. No event is written: the
-- message is its own record.
-- Errors: session_not_found, payload_too_large, invalid_request, limit_reached, rate_limited.
-- Committed refusals: message_id_taken, lease_lost, session_closed.
create function reprise_private.add_message(p_session_id uuid, p_lease integer, p_message_id uuid, p_content text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_message reprise.messages;
  v_limit integer := (select t.messages_per_conversation from reprise_private.settings t);
begin
  perform reprise_private.check_message(p_lease, p_message_id, p_content);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if v_session.mode <> 'conversation' then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  select * into v_message from reprise.messages m where m.session_id = v_session.id and m.message_id = p_message_id;
  if v_message.role = 'candidate' and v_message.content = p_content then
    if v_session.status = 'in_progress' then
      v_active := reprise_private.renew_lease(v_session, p_lease);
      v_session := reprise_private.settle_session(v_session);
    end if;
    return reprise_private.message_body(v_session, v_active, v_message) || '{"replayed": true}';
  elsif found then
    return reprise_private.with_kept_flag(
      reprise_private.refuse_and_commit(409, 'message_id_taken'),
      reprise_private.store_late_message(v_session, p_message_id, p_content, 'message_id_taken', p_lease)
    );
  end if;

  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.with_kept_flag(
        reprise_private.store_text_and_refuse_lease_lost(v_session, null, null, p_lease),
        reprise_private.store_late_message(v_session, p_message_id, p_content, 'lease_lost', p_lease)
      );
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return reprise_private.with_kept_flag(
      reprise_private.store_text_and_refuse_closed(v_session, null, null, p_lease),
      reprise_private.store_late_message(v_session, p_message_id, p_content, 'session_closed', p_lease)
    );
  elsif v_limit <= (select c.candidate_messages from reprise.conversations c where c.session_id = v_session.id) then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'messages', 'limit', v_limit));
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'message');
  perform reprise_private.check_room(v_session, octet_length(p_content));
  v_message := reprise_private.append_message(v_session.id, jsonb_build_object(
    'role', 'candidate', 'source', 'candidate', 'message_id', p_message_id, 'content', p_content
  ));
  update reprise.conversations c set draft = null, draft_at = null where c.session_id = v_session.id and c.draft is not null;
  return reprise_private.message_body(v_session, v_active, v_message) || '{"replayed": false}';
end
$$;
comment on function reprise_private.add_message is 'Stores a candidate''s message.';

-- Appends a message to a transcript. Nothing else numbers messages. Taking the number locks the conversation's row: two writers get two
-- numbers, and a writer that fails leaves no gap. A candidate's message_id is unused in its conversation: the caller has looked, under the
-- candidate's lock.
create function reprise_private.append_message(p_session_id uuid, p_message jsonb)
returns reprise.messages
language plpgsql set search_path = ''
as $$
declare
  v_seq integer;
  v_message reprise.messages;
begin
  update reprise.conversations c
  set last_seq = c.last_seq + 1,
    candidate_messages = c.candidate_messages + (p_message ->> 'role' = 'candidate')::integer
  where c.session_id = p_session_id
  returning c.last_seq into v_seq;
  insert into reprise.messages (
    session_id, seq, message_id, role, content, source, replies_to_seq, sha256, model, prompt_version, input_tokens, output_tokens, latency_ms
  )
  values (
    p_session_id, v_seq, coalesce((p_message ->> 'message_id')::uuid, gen_random_uuid()), p_message ->> 'role', p_message ->> 'content',
    p_message ->> 'source', (p_message ->> 'replies_to_seq')::integer, reprise_private.sha256_hex(p_message ->> 'content'),
    p_message ->> 'model', p_message ->> 'prompt_version', (p_message ->> 'input_tokens')::integer,
    (p_message ->> 'output_tokens')::integer, (p_message ->> 'latency_ms')::integer
  )
  returning * into v_message;
  return v_message;
end
$$;
comment on function reprise_private.append_message is 'Appends a message to a transcript.';

-- Trigger: refuses an agenda that is too large, nested, or has a blank item, also from operators. Every reply to a candidate sends the agenda to
-- a model. The items are looked at only if there are few, so that a refusal is small and cheap.
-- Runs after the row is written, like reprise_private.check_interview. Errors: invalid_request.
create function reprise_private.check_instructions()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(new.agenda) > 20 or array_ndims(new.agenda) > 1 then
    perform reprise_private.refuse_faults('[{"loc": ["agenda"], "msg": "must be a list of at most 20 items"}]');
  end if;
  perform reprise_private.refuse_faults((
    select jsonb_agg(
      jsonb_build_object('loc', jsonb_build_array('agenda', i.number - 1), 'msg', 'must be a text of 1 to 500 characters, and not blank')
      order by i.number
    )
    from unnest(new.agenda) with ordinality i (item, number)
    where reprise_private.is_blank(i.item) or char_length(i.item) > 500
  ));
  return null;
end
$$;
comment on function reprise_private.check_instructions is 'Trigger: refuses an agenda that is too large, nested, or has a blank item.';

-- Refuses arguments of a message that are invalid in every state. Errors: invalid_request, payload_too_large.
create function reprise_private.check_message(p_lease integer, p_message_id uuid, p_content text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_message_id is null then
    perform reprise_private.invalid_request('message_id', 'is required');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif reprise_private.is_blank(p_content) then
    perform reprise_private.invalid_request('content', 'must not be empty');
  elsif char_length(p_content) > 20000 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "message"}');
  end if;
end
$$;
comment on function reprise_private.check_message is 'Validates the arguments of a message.';

-- Claims the reply to a candidate's message and returns the context for writing it. Called by the service role, with ids that the database
-- returned. Locks the candidate. A conversation has one claim at a time, for reprise_private.settings.reply_lease_seconds; it covers all candidate
-- messages so far. The token is null if the reply exists, another process is writing it, or the session is over.
-- Each claim counts as one "reply" in the candidate's rate limit, because model calls cost money; a suspended account gets no claim.
-- Errors: session_not_found; not_authenticated and rate_limited (the message remains stored and pending).
create function reprise_private.claim_reply(p_session_id uuid, p_message_id uuid, p_context_tokens integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_message reprise.messages;
  v_claim reprise_private.reply_claims;
begin
  v_session := reprise_private.settle_session(reprise_private.lock_session(p_session_id));
  select * into v_message from reprise.messages m
  where m.session_id = v_session.id and m.message_id = p_message_id and m.role = 'candidate';
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  if reprise_private.reply_status(v_session, v_message.seq) = 'pending' then
    perform reprise_private.check_account(v_session.user_id);
    insert into reprise_private.reply_claims as c (session_id, token, claimed_until, up_to_seq)
    select v_session.id, gen_random_uuid(), now() + make_interval(secs => t.reply_lease_seconds), (
      select max(m.seq) from reprise.messages m where m.session_id = v_session.id and m.role = 'candidate'
    )
    from reprise_private.settings t
    on conflict (session_id) do update
    set token = excluded.token, claimed_until = excluded.claimed_until, up_to_seq = excluded.up_to_seq
    where c.claimed_until <= now()
    returning * into v_claim;
    if v_claim.token is not null then
      perform reprise_private.take_rate_limit(v_session.user_id, 'reply');
    end if;
  end if;
  return jsonb_build_object('token', v_claim.token, 'result', reprise_private.message_body(v_session, null, v_message))
    || case when v_claim.token is null then '{}' else reprise_private.reply_context(v_session, v_claim.up_to_seq, p_context_tokens) end;
end
$$;
comment on function reprise_private.claim_reply is 'Claims the reply to a candidate''s message and returns the context for writing it.';

-- Stores a reply, with the current token only: a process whose claim is no longer current changes nothing and gets `accepted` false. Called
-- by the service role. Locks the candidate. The state only moves forward, whatever the reply says; done completes the session.
-- Writes one event if the state changes. A session that has ended accepts no reply. Errors: session_not_found, invalid_request.
create function reprise_private.complete_reply(p_session_id uuid, p_token uuid, p_reply jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_states text[] := array['greeting', 'exploring', 'closing', 'done'];
  v_session reprise.interview_sessions;
  v_conversation reprise.conversations;
  v_up_to_seq integer;
  v_reply reprise.messages;
  v_state text;
begin
  v_session := reprise_private.settle_session(reprise_private.lock_session(p_session_id));
  delete from reprise_private.reply_claims c where c.session_id = v_session.id and c.token = p_token returning c.up_to_seq into v_up_to_seq;
  if not found or v_session.status <> 'in_progress' then
    return '{"accepted": false}';
  end if;
  select * into v_conversation from reprise.conversations c where c.session_id = v_session.id;
  v_state := v_states[greatest(
    array_position(v_states, v_conversation.state), coalesce(array_position(v_states, p_reply ->> 'state'), 1)
  )];
  -- Only a fault of the reply itself is its sender's.
  begin
    v_reply := reprise_private.append_message(
      v_session.id, p_reply || jsonb_build_object('role', 'interviewer', 'replies_to_seq', v_up_to_seq, 'message_id', null)
    );
    update reprise.conversations c set state = v_state where c.session_id = v_session.id;
    insert into reprise.conversation_profiles as n (session_id, profile)
    select v_session.id, p_reply -> 'profile' where jsonb_typeof(p_reply -> 'profile') <> 'null'
    on conflict (session_id) do update set profile = excluded.profile;
  exception
    when check_violation or not_null_violation or numeric_value_out_of_range or invalid_text_representation then
      perform reprise_private.invalid_request('reply', 'is out of bounds');
  end;
  if v_state <> v_conversation.state then
    perform reprise_private.record_event(v_session.id, null, 'conversation_moved', jsonb_build_object(
      'from', v_conversation.state, 'to', v_state, 'seq', v_reply.seq
    ));
  end if;
  if v_state = 'done' then
    v_session := reprise_private.close_session(v_session, 'completed', 'concluded', now(), null);
  end if;
  return jsonb_build_object('accepted', true, 'result', reprise_private.message_body(
    v_session, (select a from reprise.active_interview_sessions a where a.session_id = v_session.id),
    (select m from reprise.messages m where m.session_id = v_session.id and m.seq = v_up_to_seq)
  ));
end
$$;
comment on function reprise_private.complete_reply is 'Stores the interviewer''s reply.';

-- Returns the conversation in a session's results: its size and outcome, the assessment and the notes as far as the reader may see them, and for reviewers also
-- the interviewer's instructions and agenda and the late messages. list_messages pages the messages themselves.
create function reprise_private.conversation_results(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic, 'state', c.state, 'profile', reprise_private.shown_profile(p_session, p_reviews),
      'messages', c.last_seq, 'candidate_messages', c.candidate_messages,
      'assessment', reprise_private.assessment_view(
        p_session, p_reviews,
        reprise_private.shows_results(p_session) and reprise_private.results_status(p_session) in ('ready', 'failed')
      )
    ) || case when not p_reviews then '{}' else jsonb_build_object(
      'instructions', i.instructions,
      'agenda', coalesce(i.agenda, '{}'),
      'late_messages', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'message_id', k.message_id, 'content', k.content, 'reason', k.reason, 'sha256', k.sha256,
            'received_at', reprise_private.rfc3339(k.received_at)
          ) order by k.received_at, k.id
        )
        from reprise.late_messages k where k.session_id = c.session_id
      ), '[]')
    ) end
    from reprise.conversations c
    left join reprise.conversation_instructions i on i.session_id = c.session_id
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.conversation_results is 'Returns the conversation in a session''s results.';

-- Returns the conversation object of a session view: the current state of the conversation, with the notes if the reader may see them.
-- Null for other modes.
create function reprise_private.conversation_view(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic,
      'state', c.state,
      'profile', reprise_private.shown_profile(p_session, p_reviews),
      'last_seq', c.last_seq,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'unanswered', case when (reprise_private.find_reply(p_session.id, m.seq)).seq is null then m.message_id end,
      'reply_status', case when m.seq is null then 'ready' else reprise_private.reply_status(p_session, m.seq) end,
      'draft', c.draft,
      'draft_saved_at', reprise_private.rfc3339(c.draft_at)
    )
    from reprise.conversations c
    cross join reprise_private.settings t
    left join lateral (
      select m.seq, m.message_id from reprise.messages m
      where m.session_id = c.session_id and m.role = 'candidate'
      order by m.seq desc
      limit 1
    ) m on true
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.conversation_view is 'Returns the conversation object of a session view.';

-- nothing → in_progress: creates a conversation with the interviewer's opening line, a fixed text that names the interview, or the topic if
-- there is no interview (p_interview is then all null). Copies the organization's instructions and agenda, so that later edits do not change running
-- sessions; so it does the criteria. Returns the new row. The caller holds the candidate's lock and has checked that the interview may be taken.
-- p_session_id is an unused id. Errors: invalid_request.
create function reprise_private.create_conversation(p_session_id uuid, p_user_id uuid, p_interview reprise.interviews, p_conversation jsonb)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_topic text := nullif(btrim(p_conversation ->> 'topic'), '');
  v_session reprise.interview_sessions;
begin
  if jsonb_typeof(p_conversation -> 'topic') not in ('string', 'null') then
    perform reprise_private.invalid_request('conversation', 'topic must be a text');
  elsif char_length(v_topic) > 200 then
    perform reprise_private.invalid_request('conversation', 'topic may have at most 200 characters');
  elsif v_topic is null and p_interview.id is null then
    perform reprise_private.invalid_request('conversation', 'needs an interview_id or a topic');
  end if;
  insert into reprise.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until
  )
  select
    p_session_id, p_user_id, p_interview.id, p_interview.organization_id, 'conversation',
    coalesce(p_interview.title, 'Conversation: ' || v_topic), 0, '{}', coalesce(p_interview.grace_seconds, 0),
    coalesce(p_interview.start_over_allowed, true),
    now() + coalesce(make_interval(mins => p_interview.resume_window_minutes), t.conversation_resume_window)
  from reprise_private.settings t
  returning * into v_session;
  insert into reprise.conversations (session_id, topic) values (v_session.id, v_topic);
  insert into reprise.conversation_instructions (session_id, instructions, agenda)
  select v_session.id, i.instructions, i.agenda from reprise.interview_instructions i where i.interview_id = p_interview.id;
  perform reprise_private.copy_criteria(v_session);
  perform reprise_private.append_message(v_session.id, jsonb_build_object(
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
comment on function reprise_private.create_conversation is 'Creates a conversation with its opening line.';

-- Releases a claim after a failure, so that a repeat of the message asks again: immediately after the first three failures in a row, then
-- after a pause that doubles up to a minute. With p_give_back, because no slot was free and no model was reached, the claim counts neither
-- as a failure nor in the candidate's rate limit, unless a later window has begun. Current token only. Called by the service role.
create function reprise_private.fail_reply(p_session_id uuid, p_token uuid, p_give_back boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid;
  v_claimed_at timestamptz;
begin
  if p_give_back then
    select s.user_id into v_user_id from reprise.interview_sessions s where s.id = p_session_id;
    perform reprise_private.lock_candidate(v_user_id);
    select c.claimed_until - make_interval(secs => t.reply_lease_seconds) into v_claimed_at
    from reprise_private.reply_claims c cross join reprise_private.settings t
    where c.session_id = p_session_id and c.token = p_token;
    update reprise_private.rate_limit_uses u set used = u.used - 1
    where u.user_id = v_user_id and u.action = 'reply' and u.used > 0 and u.window_started_at <= v_claimed_at;
  end if;
  update reprise_private.reply_claims c
  set token = gen_random_uuid(), failures = case when p_give_back then c.failures else least(c.failures + 1, 10) end,
    claimed_until = now() + make_interval(
      secs => case when p_give_back or c.failures < 3 then 0 else least(60, 2 ^ c.failures / 4) end
    )
  where c.session_id = p_session_id and c.token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.fail_reply is 'Releases a claimed reply after a failure.';

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

-- Returns one page of a transcript, in order, by keyset on seq. Called by its candidate and by members of the organization. Reads only.
-- A page ends after p_page_size messages, or with the message that brings its texts to 256 KiB: its cost is bounded, and it is empty only if
-- no message is left.
-- Errors: session_not_found, invalid_request.
create function reprise_private.list_messages(p_session_id uuid, p_after integer, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_reviews boolean := reprise_private.can_review_session(p_session_id);
  v_size integer := coalesce(p_page_size, 50);
  v_last integer;
  v_more boolean;
begin
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_after < 0 then
    perform reprise_private.invalid_request('after', 'must be 0 or more');
  end if;
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and s.mode = 'conversation' and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- The lengths are read without the texts.
  select max(p.seq) filter (where p.fits), bool_or(not p.fits) into v_last, v_more
  from (
    select n.seq, row_number() over w <= v_size and sum(n.bytes) over w - n.bytes < 262144 as fits
    from (
      select m.seq, octet_length(m.content) as bytes from reprise.messages m
      where m.session_id = v_session.id and m.seq > coalesce(p_after, 0)
      order by m.seq
      limit v_size + 1
    ) n
    window w as (order by n.seq)
  ) p;
  return jsonb_build_object(
    'session', reprise_private.session_summary(v_session),
    'messages', coalesce((
      select jsonb_agg(reprise_private.message_view(m) order by m.seq) from reprise.messages m
      where m.session_id = v_session.id and m.seq > coalesce(p_after, 0) and m.seq <= v_last
    ), '[]'),
    'next_after', case when v_more then v_last end,
    'conversation', reprise_private.conversation_view(v_session, v_reviews) - '{draft,draft_saved_at}'::text[],
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_messages is 'Returns one page of a transcript.';

-- Returns the response of POST /message: the candidate's message, its reply if there is one, the state of the conversation, and the
-- notes if the candidate may see them. The HTTP functions set retry_after_seconds if claim_reply refuses.
create function reprise_private.message_body(
  p_session reprise.interview_sessions, p_active reprise.active_interview_sessions, p_message reprise.messages
)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session', reprise_private.session_summary(p_session),
      'lease', reprise_private.lease_view(p_active),
      'message', reprise_private.message_view(p_message),
      'reply', reprise_private.message_view(reprise_private.find_reply(p_session.id, p_message.seq)),
      'reply_status', reprise_private.reply_status(p_session, p_message.seq),
      'state', c.state,
      'profile', reprise_private.shown_profile(p_session, false),
      'last_seq', c.last_seq,
      'retry_after_seconds', null,
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
    from reprise.conversations c
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.message_body is 'Returns the response of POST /message.';

-- Returns the message object of the API; null for a null row. Leaves out the model, prompt version and token counts. They are not secret:
-- anyone who may read the message, including its candidate, can read them in the table.
create function reprise_private.message_view(p_message reprise.messages)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'seq', p_message.seq,
      'message_id', p_message.message_id,
      'role', p_message.role,
      'content', p_message.content,
      'source', p_message.source,
      'replies_to_seq', p_message.replies_to_seq,
      'sha256', p_message.sha256,
      'created_at', reprise_private.rfc3339(p_message.created_at)
    )
    where p_message.seq is not null
  );
end
$$;
comment on function reprise_private.message_view is 'Returns the message object of the API.';

-- Trigger: the transcript is append-only. UPDATE and TRUNCATE are always refused; DELETE is allowed only as part of deleting the session (a
-- cascade runs inside a trigger, a direct DELETE does not).
create function reprise_private.refuse_change_of_messages()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'a transcript is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_messages is
  'Trigger: refuses to change stored messages, or to delete those of a transcript without their session.';

-- Returns what an interviewer needs: the interview's title (null without an interview: then the candidate chose the topic), instructions,
-- agenda, notes so far, and the latest turns that fit into p_tokens, always including p_seq. A token is counted as three bytes, which
-- exceeds what tokenizers count for prose. Each reply follows the message it replies to and precedes messages it has not seen.
create function reprise_private.reply_context(p_session reprise.interview_sessions, p_seq integer, p_tokens integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with turns as (
      select m.seq, m.place, m.role, m.content,
        sum(octet_length(m.content) / 3 + 8) over (order by m.place desc, m.seq desc) as tokens
      from (
        select m.seq, coalesce(m.replies_to_seq, m.seq) as place, m.role, m.content from reprise.messages m
        where m.session_id = p_session.id
        order by m.seq desc
        limit 200
      ) m
    )
    select jsonb_build_object(
      'title', case when p_session.interview_id is not null then p_session.title end,
      'topic', c.topic,
      'instructions', i.instructions,
      'agenda', coalesce(i.agenda, '{}'),
      'state', c.state,
      'profile', coalesce(n.profile, '{}'),
      'candidate_messages', c.candidate_messages,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'scripted_replies', (
        select count(*) from reprise.messages m
        where m.session_id = c.session_id and m.source = 'script' and m.replies_to_seq is not null
      ),
      'turns', (
        select jsonb_agg(jsonb_build_object('role', n.role, 'content', n.content) order by n.place, n.seq)
        from turns n where n.tokens <= p_tokens or n.seq = p_seq
      )
    )
    from reprise.conversations c
    cross join reprise_private.settings t
    left join reprise.conversation_instructions i on i.session_id = c.session_id
    left join reprise.conversation_profiles n on n.session_id = c.session_id
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.reply_context is 'Returns what an interviewer needs to write a reply.';

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

-- Returns the interviewer's notes for one reader: a reviewer always gets them, the candidate only where the interview shows results. Null if
-- they are hidden, {} if there are none yet. Reads only.
create function reprise_private.shown_profile(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_reviews or reprise_private.shows_results(p_session) then
    coalesce((select n.profile from reprise.conversation_profiles n where n.session_id = p_session.id), '{}')
  end;
end
$$;
comment on function reprise_private.shown_profile is 'Returns the interviewer''s notes, or null if the reader may not see them.';

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

-- Adds `kept` to the refusal of a message. If the message was not stored, the reason tells so, because no other copy exists.
create function reprise_private.with_kept_flag(p_result jsonb, p_kept boolean)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_problem jsonb := (p_result -> 'problem') || jsonb_build_object('kept', p_kept) || case
    when p_kept then '{}'::jsonb else '{"reason": "message_not_kept"}'
  end;
begin
  return p_result || jsonb_build_object('problem', v_problem, 'details', (v_problem - 'status' - 'code')::text);
end
$$;
comment on function reprise_private.with_kept_flag is 'Adds to a refusal whether the message was stored.';

-- Stores a candidate's message. See reprise_private.add_message.
create function reprise.add_message(session_id uuid, lease integer, message_id uuid, content text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.add_message(session_id, lease, message_id, content);
end
$$;
comment on function reprise.add_message is 'Stores a candidate''s message. See reprise_private.add_message.';

-- Claims the reply to a candidate's message. See reprise_private.claim_reply.
create function reprise.claim_reply(session_id uuid, message_id uuid, context_tokens integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_reply(session_id, message_id, context_tokens);
end
$$;
comment on function reprise.claim_reply is 'Claims the reply to a candidate''s message. See reprise_private.claim_reply.';

-- Stores the interviewer's reply. See reprise_private.complete_reply.
create function reprise.complete_reply(session_id uuid, token uuid, reply jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_reply(session_id, token, case jsonb_typeof(reply) when 'string' then (reply #>> '{}')::jsonb else reply end);
end
$$;
comment on function reprise.complete_reply is 'Stores the interviewer''s reply. See reprise_private.complete_reply.';

-- Releases a claimed reply after a failure. See reprise_private.fail_reply.
create function reprise.fail_reply(session_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_reply(session_id, token, give_back);
end
$$;
comment on function reprise.fail_reply is 'Releases a claimed reply after a failure. See reprise_private.fail_reply.';

-- Returns a page of a transcript. See reprise_private.list_messages.
create function reprise.list_messages(session_id uuid, after integer default 0, page_size integer default 50)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_messages(session_id, after, page_size);
end
$$;
comment on function reprise.list_messages is 'Returns a page of a transcript. See reprise_private.list_messages.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.conversations enable row level security;
create policy "candidates read their talks, members their organization's" on reprise.conversations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.conversation_profiles enable row level security;
create policy "members read what their interviewers noted" on reprise.conversation_profiles
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.messages enable row level security;
create policy "candidates read their messages, members their organization's" on reprise.messages
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.late_messages enable row level security;
create policy "candidates read kept messages, members their organization's" on reprise.late_messages
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.conversation_instructions enable row level security;
create policy "members read the instructions of their interviewers" on reprise.conversation_instructions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.interview_instructions enable row level security;
create policy "members read the instructions of their interviews" on reprise.interview_instructions
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters write instructions" on reprise.interview_instructions
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change instructions" on reprise.interview_instructions
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete instructions" on reprise.interview_instructions
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create trigger messages_append_only
  before update or delete on reprise.messages
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger messages_never_truncated
  before truncate on reprise.messages
  for each statement execute function reprise_private.refuse_change_of_messages();
create trigger late_messages_write_once
  before update on reprise.late_messages
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger interview_instructions_are_checked
  after insert or update on reprise.interview_instructions
  for each row execute function reprise_private.check_instructions();
create trigger conversation_instructions_write_once
  before update on reprise.conversation_instructions
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger messages_are_counted
  after insert on reprise.messages
  for each row execute function reprise_private.count_text();
create trigger late_messages_are_counted
  after insert or delete on reprise.late_messages
  for each row execute function reprise_private.count_text();
create trigger interview_instructions_of_published_interviews_remain
  after insert or update or delete on reprise.interview_instructions
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_interview();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.reply_claims,
  reprise.conversations,
  reprise.conversation_profiles,
  reprise.messages,
  reprise.late_messages,
  reprise.conversation_instructions,
  reprise.interview_instructions
from public, anon, authenticated, service_role;
grant select on
  reprise.conversations,
  reprise.conversation_profiles,
  reprise.messages,
  reprise.late_messages,
  reprise.conversation_instructions
to authenticated;
grant select, insert, update, delete on
  reprise.interview_instructions
to authenticated;

revoke execute on function
  reprise.add_message,
  reprise.claim_reply,
  reprise.complete_reply,
  reprise.fail_reply,
  reprise.list_messages,
  reprise_private.add_message,
  reprise_private.append_message,
  reprise_private.check_instructions,
  reprise_private.check_message,
  reprise_private.claim_reply,
  reprise_private.complete_reply,
  reprise_private.conversation_results,
  reprise_private.conversation_view,
  reprise_private.create_conversation,
  reprise_private.fail_reply,
  reprise_private.find_reply,
  reprise_private.list_messages,
  reprise_private.message_body,
  reprise_private.message_view,
  reprise_private.refuse_change_of_messages,
  reprise_private.reply_context,
  reprise_private.reply_status,
  reprise_private.save_conversation_draft,
  reprise_private.shown_profile,
  reprise_private.store_late_message,
  reprise_private.with_kept_flag
from public, anon, authenticated, service_role;
grant execute on function
  reprise.add_message,
  reprise.list_messages,
  reprise_private.add_message,
  reprise_private.list_messages
to authenticated;
grant execute on function
  reprise.claim_reply,
  reprise.complete_reply,
  reprise.fail_reply,
  reprise_private.claim_reply,
  reprise_private.complete_reply,
  reprise_private.fail_reply
to service_role;

reset check_function_bodies;
reset lock_timeout;
