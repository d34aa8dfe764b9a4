-- Conversations: sessions in which a candidate talks with an interviewer. The messages are the transcript: appended, never changed.

create table public.conversations (
  session_id uuid primary key references public.interview_sessions (id) on delete cascade,
  topic text,
  state text not null default 'greeting',
  profile jsonb not null default '{}',
  last_seq integer not null default 0,
  candidate_messages integer not null default 0,
  draft text,
  draft_at timestamptz,
  constraint conversations_state_is_known check (state in ('greeting', 'exploring', 'closing', 'done')),
  constraint conversations_topic_length check (char_length(topic) between 1 and 200),
  constraint conversations_profile_is_small check (jsonb_typeof(profile) = 'object' and octet_length(profile::text) <= 8192),
  constraint conversations_draft_has_time check ((draft is null) = (draft_at is null)),
  constraint conversations_draft_length check (octet_length(draft) <= 65536),
  constraint conversations_counts_not_negative check (candidate_messages between 0 and last_seq)
);
comment on table public.conversations is 'Where the talk of a session in mode conversation stands.';
comment on column public.conversations.topic is 'What the candidate wanted to talk about; null when only the interview says it.';
comment on column public.conversations.state is 'greeting → exploring → closing → done; never back. Done completes the session.';
comment on column public.conversations.profile is 'What the interviewer has noted about the candidate so far; the candidate may see it.';
comment on column public.conversations.last_seq is 'The number of the last message; messages count from 1 without gaps.';
comment on column public.conversations.draft is 'The last text a heartbeat carried; an accepted message clears it.';

create table public.messages (
  session_id uuid not null references public.conversations (session_id) on delete cascade,
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
  constraint messages_message_id_is_unique unique (message_id),
  constraint messages_seq_counts_from_one check (seq >= 1),
  constraint messages_role_and_source_fit check (
    (role = 'candidate' and source = 'candidate') or (role = 'interviewer' and source in ('script', 'model'))
  ),
  constraint messages_content_length check (char_length(content) between 1 and 20000),
  constraint messages_reply_follows check (replies_to_seq is null or (role = 'interviewer' and replies_to_seq between 1 and seq - 1)),
  constraint messages_model_is_named check ((source = 'model') = (model is not null)),
  constraint messages_sha256_is_of_the_content check (sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
comment on table public.messages is 'The transcript of a conversation, append-only. Goes only when the whole session is erased.';
comment on column public.messages.seq is 'The place in the transcript, from 1, without gaps.';
comment on column public.messages.message_id is 'Minted by the client for its own messages: the same id again is the same message.';
comment on column public.messages.source is 'candidate; script: a fixed text; model: written by the model named here.';
comment on column public.messages.replies_to_seq is 'Of a reply: the last candidate message it has seen. Null in the opening line.';
create unique index messages_one_reply_each on public.messages (session_id, replies_to_seq) where replies_to_seq is not null;

create table public.late_messages (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.conversations (session_id) on delete cascade,
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
comment on table public.late_messages is 'Messages and drafts that could not become part of the transcript, kept for a person to look at.';
comment on column public.late_messages.reason is
  'lease_lost: from a device that was replaced; session_closed; message_id_taken: another text under an id in use; late_draft: the newest draft of a replaced device or for a closed session.';
create unique index late_messages_kept_once on public.late_messages (session_id, message_id, sha256) where message_id is not null;
create unique index late_messages_newest_draft_of_a_lease on public.late_messages (session_id, lease_number) where message_id is null;
create index late_messages_session_id_idx on public.late_messages (session_id, received_at);

create table public.interview_instructions (
  interview_id uuid primary key references public.interviews (id) on delete cascade,
  instructions text not null,
  constraint interview_instructions_length check (char_length(instructions) between 1 and 8000)
);
comment on table public.interview_instructions is 'What an organization tells the interviewer of its conversations. Members only.';

create table public.conversation_instructions (
  session_id uuid primary key references public.conversations (session_id) on delete cascade,
  instructions text not null
);
comment on table public.conversation_instructions is 'The instructions of a conversation as they were at start. Never visible to its candidate.';

-- Claims of replies: a conversation has a row while a process writes its reply, or after the last attempt failed.
create table private.reply_claims (
  session_id uuid primary key references public.conversations (session_id) on delete cascade,
  token uuid not null,
  claimed_until timestamptz not null,
  up_to_seq integer not null,
  failures integer not null default 0
);
comment on table private.reply_claims is 'Claims of replies under way. A reply is stored only under the current token.';
comment on column private.reply_claims.up_to_seq is 'The last candidate message that the reply has seen.';
comment on column private.reply_claims.failures is 'Attempts in a row that failed; after three, the next has to wait.';
revoke all on private.reply_claims from public, anon, authenticated;
grant select on private.reply_claims to service_role;

alter table public.conversations enable row level security;
revoke all on public.conversations from anon, authenticated;
grant select on public.conversations to authenticated;
grant select on public.conversations to service_role;
create policy "candidates read their talks, members their organization's" on public.conversations
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.messages enable row level security;
revoke all on public.messages from anon, authenticated;
grant select on public.messages to authenticated;
grant select on public.messages to service_role;
create policy "candidates read their messages, members their organization's" on public.messages
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.late_messages enable row level security;
revoke all on public.late_messages from anon, authenticated;
grant select on public.late_messages to authenticated;
grant select on public.late_messages to service_role;
create policy "candidates read kept messages, members their organization's" on public.late_messages
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );

alter table public.conversation_instructions enable row level security;
revoke all on public.conversation_instructions from anon, authenticated;
grant select on public.conversation_instructions to authenticated;
grant select on public.conversation_instructions to service_role;
create policy "members read what their interviewers were told" on public.conversation_instructions
  for select to authenticated
  using (session_id = any (array(select private.sessions_under_review())));

alter table public.interview_instructions enable row level security;
revoke all on public.interview_instructions from anon, authenticated;
grant select, insert, update, delete on public.interview_instructions to authenticated;
grant all on public.interview_instructions to service_role;
create policy "members read the instructions of their interviews" on public.interview_instructions
  for select to authenticated
  using (interview_id in (select private.interviews_of_caller()));
create policy "recruiters write instructions" on public.interview_instructions
  for insert to authenticated
  with check (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change instructions" on public.interview_instructions
  for update to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete instructions" on public.interview_instructions
  for delete to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));

-- The transcript is append-only. UPDATE and TRUNCATE are always refused; DELETE is allowed only as part of deleting the session (a cascade
-- runs inside a trigger, a direct DELETE does not).
create function private.refuse_change_of_messages()
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
comment on function private.refuse_change_of_messages() is 'Keeps messages append-only and late_messages as they were kept, for every role.';
revoke execute on function private.refuse_change_of_messages() from public, anon, authenticated;
create trigger messages_append_only
  before update or delete on public.messages
  for each row execute function private.refuse_change_of_messages();
create trigger messages_never_truncated
  before truncate on public.messages
  for each statement execute function private.refuse_change_of_messages();
create trigger late_messages_write_once
  before update on public.late_messages
  for each row execute function private.refuse_change_of_messages();
create trigger conversation_instructions_write_once
  before update on public.conversation_instructions
  for each row execute function private.refuse_change_of_messages();
