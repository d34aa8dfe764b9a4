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
