-- Baseline: export and deletion of accounts, retention, and the audit trail of authoring. The files of supabase/schemas/accounts, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Accounts: their deletion, what an organization retains of a deleted session, the audit trail of authoring, and the indexes with which
-- run_retention finds what is past its retention.

create table reprise_private.account_deletions (
  user_id uuid primary key,
  requested_at timestamptz not null default now(),
  takes_effect_at timestamptz not null,
  constraint account_deletions_takes_effect_later check (takes_effect_at >= requested_at)
);
comment on table reprise_private.account_deletions is
  'Accounts whose owners have asked for deletion. Cleanup deletes a due account in parts, and this row last.';
comment on column reprise_private.account_deletions.user_id is
  'The account. Not a foreign key: the row is needed after the account is deleted, until no other row names its id.';
comment on column reprise_private.account_deletions.takes_effect_at is 'Until then the owner may keep the account.';
create index account_deletions_takes_effect_at_idx on reprise_private.account_deletions (takes_effect_at, user_id);

create table reprise.session_statistics (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  interview_id uuid references reprise.interviews (id) on delete cascade,
  mode text not null,
  started_on date not null,
  status text not null,
  percentage numeric(5, 2)
);
comment on table reprise.session_statistics is
  'What an organization retains of each deleted session: no person, no id of the session, no text.';
comment on column reprise.session_statistics.started_on is 'The UTC day on which the session started.';
comment on column reprise.session_statistics.percentage is 'The score in percent of the maximum; null if the session had no result.';
create index session_statistics_organization_id_idx on reprise.session_statistics (organization_id, started_on);
create index session_statistics_interview_id_idx on reprise.session_statistics (interview_id);

create table reprise.audit_events (
  id bigint generated always as identity primary key,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  entity text not null,
  entity_id uuid not null,
  subject uuid,
  before jsonb,
  after jsonb,
  constraint audit_events_action_is_known check (action in ('insert', 'update', 'delete')),
  constraint audit_events_values_fit check (
    (action = 'insert') = (before is null) and (action = 'delete') = (after is null)
  )
);
comment on table reprise.audit_events is
  'Append-only audit trail of authoring: one row per inserted, updated or deleted row. Written by triggers.';
comment on column reprise.audit_events.organization_id is 'The organization; null for the public bank.';
comment on column reprise.audit_events.actor is
  'The user who acted; null for the operator and the service; the nil uuid for a person whose account was deleted.';
comment on column reprise.audit_events.entity is 'The table.';
comment on column reprise.audit_events.entity_id is 'The id of the question, interview or organization that the row belongs to.';
comment on column reprise.audit_events.subject is 'The member or the invited candidate; the nil uuid if their account was deleted.';
comment on column reprise.audit_events.before is 'Values before an update, of the changed columns only, or before a delete.';
comment on column reprise.audit_events.after is 'Values after an update, of the changed columns only, or after an insert.';
create index audit_events_organization_id_idx on reprise.audit_events (organization_id, id);
create index audit_events_entity_id_idx on reprise.audit_events (entity_id, id);
create index audit_events_actor_idx on reprise.audit_events (actor) where actor is not null;
create index audit_events_subject_idx on reprise.audit_events (subject) where subject is not null;

-- What run_retention finds: sessions by the time at which they were closed, prep sessions by their last change.
create index interview_sessions_own_retention_idx
  on reprise.interview_sessions (mode, closed_at, id) where organization_id is null and closed_at is not null;
create index interview_sessions_retention_idx
  on reprise.interview_sessions (organization_id, closed_at, id) where organization_id is not null and closed_at is not null;
create index prep_sessions_retention_idx on reprise.prep_sessions (updated_at, id);

-- Where an account that is deleted may be named as the one who acted in another person's session.
create index session_events_actor_idx on reprise.session_events (actor) where actor is not null;
create index evaluations_overridden_by_idx on reprise.evaluations (overridden_by) where overridden_by is not null;
create index evaluation_history_actor_idx on reprise.evaluation_history (actor) where actor is not null;
create index evaluation_history_overridden_by_idx
  on reprise.evaluation_history ((evaluation ->> 'overridden_by')) where evaluation ->> 'overridden_by' is not null;

-- Returns a served question in the export of its candidate: the question, draft, answer with receipt, late texts with receipts, and
-- transcriptions. No key and no score. Its size is bounded by the setting late_texts_per_question.
create function reprise_private.account_question_item(p_question reprise.session_questions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session_id', p_question.session_id, 'position', p_question.position, 'question_id', p_question.question_id,
    'kind', p_question.kind, 'prompt', p_question.prompt,
    'options', reprise_private.shown_options(p_question.kind, p_question.options), 'points', p_question.points,
    'time_limit_seconds', p_question.time_limit_seconds, 'min_seconds', p_question.min_seconds,
    'served_at', reprise_private.rfc3339(p_question.served_at), 'deadline_at', reprise_private.rfc3339(p_question.deadline_at),
    'closed_at', reprise_private.rfc3339(p_question.closed_at),
    'time_credits', reprise_private.time_credits_view(p_question), 'draft', p_question.draft, 'draft_saved_at', reprise_private.rfc3339(p_question.draft_at),
    'answer', (
      select jsonb_build_object(
        'answer', a.answer, 'source', a.source, 'receipt', reprise_private.receipt(a.id)
      )
      from reprise.answers a where a.session_id = p_question.session_id and a.position = p_question.position
    ),
    'late_texts', coalesce((
      select jsonb_agg(jsonb_build_object(
        'answer', k.answer, 'reason', k.reason, 'lease_number', k.lease_number, 'accepted_at', reprise_private.rfc3339(k.accepted_at),
        'received_at', reprise_private.rfc3339(k.received_at), 'client_submitted_at', reprise_private.rfc3339(k.client_submitted_at),
        'receipt', reprise_private.receipt(k.id)
      ) order by k.received_at, k.id)
      from reprise.late_answers k where k.session_id = p_question.session_id and k.position = p_question.position
    ), '[]'),
    'transcriptions', coalesce((
      select jsonb_agg(
        reprise_private.transcription_view(t.session_id, t.position, t.sha256) || jsonb_build_object('sha256', t.sha256)
        order by t.received_at, t.sha256
      )
      from reprise.transcriptions t where t.session_id = p_question.session_id and t.position = p_question.position
    ), '[]')
  );
end
$$;
comment on function reprise_private.account_question_item is 'Returns a served question in the export of its candidate.';

-- Returns up to p_limit rows after p_key of one section of a user's data outside of sessions. The token of a link to a
-- prep session is stored as a hash, which is not returned. Errors: invalid_request (no such section).
create function reprise_private.account_rows(p_user_id uuid, p_section text, p_key text, p_limit integer)
returns table (key text, item jsonb)
language plpgsql stable set search_path = ''
as $$
declare
  v_after uuid := case when p_section not in ('rate_limit_uses', 'stored_bytes', 'model_tokens', 'prep_generations', 'prep_shares')
    then coalesce(p_key::uuid, reprise_private.nobody()) end;
  v_prep_session_id uuid := case when p_section in ('prep_generations', 'prep_shares')
    then coalesce(split_part(p_key, ' ', 1)::uuid, reprise_private.nobody()) end;
begin
  case p_section
    when 'prep_sessions' then
      return query
        select p.id::text, reprise_private.prep_session_summary(p) || jsonb_build_object('document', p.document)
        from reprise.prep_sessions p where p.user_id = p_user_id and p.id > v_after order by p.id limit p_limit;
    when 'prep_generations' then
      return query
        select p.id || ' ' || g.request_key,
          to_jsonb(g) - '{claim_token,claimed_until,request_key}'::text[] || jsonb_build_object('prep_session_id', p.public_id)
        from reprise.prep_sessions p
        cross join lateral (
          select o.* from reprise.prep_generations o
          where o.prep_session_id = p.id and (p_key is null or (o.prep_session_id, o.request_key) > (v_prep_session_id, split_part(p_key, ' ', 2)))
          order by o.request_key limit p_limit
        ) g
        where p.user_id = p_user_id and p.id >= v_prep_session_id
        order by p.id, g.request_key limit p_limit;
    when 'prep_shares' then
      return query
        select p.id || ' ' || h.id, reprise_private.prep_share_view(h) || jsonb_build_object('prep_session_id', p.public_id)
        from reprise.prep_sessions p join reprise.prep_shares h on h.prep_session_id = p.id
        where p.user_id = p_user_id and (p_key is null or (p.id, h.id) > (v_prep_session_id, split_part(p_key, ' ', 2)::uuid))
        order by p.id, h.id limit p_limit;
    when 'practice_templates' then
      return query
        select t.id::text, to_jsonb(t) - 'user_id'
        from reprise.practice_templates t where t.user_id = p_user_id and t.id > v_after order by t.id limit p_limit;
    when 'memberships' then
      return query
        select m.organization_id::text, to_jsonb(m) - 'user_id' || jsonb_build_object('organization', o.name)
        from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
        where m.user_id = p_user_id and m.organization_id > v_after order by m.organization_id limit p_limit;
    when 'invitations' then
      return query
        select v.interview_id::text, to_jsonb(v) - 'user_id'
        from reprise.interview_invitations v where v.user_id = p_user_id and v.interview_id > v_after order by v.interview_id limit p_limit;
    when 'received_invitations' then
      return query
        select v.id::text, to_jsonb(v) - '{user_id,created_by,asked_by,gave_right}'::text[]
        from reprise.invitations v
        where (v.user_id = p_user_id or v.email = reprise_private.confirmed_email(p_user_id)) and v.id > v_after
        order by v.id limit p_limit;
    when 'sent_invitations' then
      return query
        select v.id::text, jsonb_build_object('id', v.id, 'created_at', v.created_at, 'note', v.note)
        from reprise.invitations v where v.created_by = p_user_id and v.id > v_after order by v.id limit p_limit;
    when 'accommodations' then
      return query
        select a.id::text, to_jsonb(a) - 'user_id'
        from reprise.accommodations a where a.user_id = p_user_id and a.id > v_after order by a.id limit p_limit;
    when 'rate_limit_uses' then
      return query
        select u.action, to_jsonb(u) - 'user_id'
        from reprise_private.rate_limit_uses u where u.user_id = p_user_id and u.action > coalesce(p_key, '') order by u.action limit p_limit;
    when 'stored_bytes' then
      if p_key is null then
        return query select 'stored_bytes', to_jsonb(b) - 'user_id' from reprise_private.stored_bytes b where b.user_id = p_user_id;
      end if;
    when 'model_tokens' then
      return query
        select s.day || ' ' || s.kind || ' ' || s.holder, to_jsonb(s) - '{user_id,holder}'::text[]
        from reprise.model_shares s
        where s.user_id = p_user_id and s.day || ' ' || s.kind || ' ' || s.holder > coalesce(p_key, '')
        order by s.day || ' ' || s.kind || ' ' || s.holder limit p_limit;
    else
      perform reprise_private.invalid_request('section', 'is unknown');
  end case;
end
$$;
comment on function reprise_private.account_rows is 'Returns the next rows of one section of a user''s data outside of sessions.';

-- Returns a session in the export of its candidate: the session, its result as far as the interview shows it, without the texts (they are
-- in the section questions), and the state of a conversation. The interviewer's notes (profile) follow the interview's rule on results.
create function reprise_private.account_session_item(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_result jsonb := reprise_private.candidate_results(p_session);
begin
  return reprise_private.session_summary(p_session) || jsonb_build_object(
    'organization_id', p_session.organization_id, 'closed_at', reprise_private.rfc3339(p_session.closed_at),
    'grace_seconds', p_session.grace_seconds, 'start_over_allowed', p_session.start_over_allowed,
    'break_seconds', p_session.break_seconds, 'break_until', reprise_private.rfc3339(p_session.break_until),
    'lease_number', p_session.lease_number, 'lease_client_id', p_session.lease_client_id,
    'active', (
      select jsonb_build_object('status', a.status, 'client_id', a.client_id, 'updated_at', reprise_private.rfc3339(a.updated_at),
        'recent_writes', (select jsonb_agg(reprise_private.rfc3339(w) order by w) from unnest(a.recent_writes) w))
      from reprise.active_interview_sessions a where a.session_id = p_session.id
    ),
    'result', jsonb_set(v_result, '{answers}', coalesce((
      select jsonb_agg(a - '{kind,prompt,options,answer,source,transcription}'::text[]) from jsonb_array_elements(v_result -> 'answers') a
    ), '[]')),
    'conversation', (
      select jsonb_build_object('topic', c.topic, 'state', c.state, 'draft', c.draft, 'draft_saved_at', reprise_private.rfc3339(c.draft_at))
        || jsonb_strip_nulls(jsonb_build_object('assessment', reprise_private.conversation_results(p_session, false) -> 'assessment'))
        || jsonb_strip_nulls(jsonb_build_object('profile', reprise_private.shown_profile(p_session, false)))
      from reprise.conversations c where c.session_id = p_session.id
    )
  );
end
$$;
comment on function reprise_private.account_session_item is 'Returns a session in the export of its candidate.';

-- Returns up to p_limit rows after p_key of one section of one session, as its candidate may see them: the session itself with its result;
-- its served questions with answer, late texts and transcriptions; its messages; or its events of the candidate and of the clock: those of
-- members are the organization's. Each section is read in the order of an index.
create function reprise_private.account_session_rows(p_session reprise.interview_sessions, p_section text, p_key text, p_limit integer)
returns table (key text, item jsonb)
language plpgsql stable set search_path = ''
as $$
begin
  case p_section
    when 'sessions' then
      if p_key is null then
        return query select 'session', reprise_private.account_session_item(p_session);
      end if;
    when 'questions' then
      return query
        select q.position::text, reprise_private.account_question_item(q)
        from reprise.session_questions q
        where q.session_id = p_session.id and q.served_at is not null and q.position > coalesce(p_key::integer, -1)
        order by q.position
        limit p_limit;
    when 'messages' then
      return query
        select m.seq::text, reprise_private.message_view(m) || jsonb_build_object('session_id', m.session_id, 'model', m.model)
        from reprise.messages m
        where m.session_id = p_session.id and m.seq > coalesce(p_key::integer, 0)
        order by m.seq
        limit p_limit;
    when 'late_messages' then
      return query
        select jsonb_build_array(m.received_at, m.id)::text, to_jsonb(m)
        from reprise.late_messages m
        where m.session_id = p_session.id and (p_key is null or (m.received_at, m.id) > (
          (p_key::jsonb ->> 0)::timestamptz, (p_key::jsonb ->> 1)::uuid
        ))
        order by m.received_at, m.id
        limit p_limit;
    when 'events' then
      return query
        select e.id::text,
          to_jsonb(e) - '{id,actor}'::text[] || jsonb_build_object('by', case when e.actor is null then 'clock' else 'you' end)
        from (
          -- In this form only the index of the session's events fits: the primary key would read the events of everybody, and the index of
          -- actors all of the user's.
          select o.* from reprise.session_events o
          where o.session_id = p_session.id and o.id + 0 > coalesce(p_key::bigint, 0)
            and coalesce(o.actor, p_session.user_id) = p_session.user_id
          order by o.id + 0
          limit p_limit
        ) e;
  end case;
end
$$;
comment on function reprise_private.account_session_rows is 'Returns the next rows of one section of a session, as its candidate may see them.';

-- Returns the rows after p_key of one section, up to about p_bytes bytes or until p_stop_at, the key of the last of them, and whether there are
-- no more. p_session is the session of a section of sessions, else null. Large rows are read one at a time.
create function reprise_private.account_slice(
  p_user_id uuid, p_session reprise.interview_sessions, p_section text, p_key text, p_bytes integer, p_stop_at timestamptz,
  out rows jsonb[], out key text, out bytes bigint, out ended boolean
)
language plpgsql volatile set search_path = ''
as $$
declare
  v_limit integer := case when p_section in ('questions', 'prep_sessions', 'prep_generations') then 1 else 50 end;
  v_row record;
  v_found integer;
begin
  rows := '{}';
  key := p_key;
  bytes := 0;
  loop
    v_found := 0;
    for v_row in
      select * from reprise_private.account_session_rows(p_session, p_section, key, v_limit) where p_session.id is not null
      union all
      select * from reprise_private.account_rows(p_user_id, p_section, key, v_limit) where p_session.id is null
    loop
      v_found := v_found + 1;
      rows := array_append(rows, v_row.item);
      key := v_row.key;
      bytes := bytes + octet_length(v_row.item::text);
    end loop;
    ended := v_found < v_limit;
    exit when ended or bytes > p_bytes or clock_timestamp() > p_stop_at;
  end loop;
end
$$;
comment on function reprise_private.account_slice is 'Returns the next rows of one section of a user''s data.';

-- Returns what the account endpoint returns: the caller's account and its pending deletion, null if there is none.
-- Errors: not_authenticated (the account was deleted).
create function reprise_private.account_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_name jsonb := reprise_private.candidate_name(p_user_id);
begin
  if v_name is null then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  end if;
  return jsonb_build_object(
    'account', v_name, 'deletion', reprise_private.deletion_view(p_user_id),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.account_view is 'Returns the caller''s account and its pending deletion.';

-- Returns a row's column values as the audit trail stores them: without the columns that identify the row or a person, and in a row of over
-- 2 KB with the beginning, size and SHA-256 of any value larger than 2 KB, so that an event stays small and still proves which text it was.
create function reprise_private.audit_values(p_row jsonb)
returns jsonb
language plpgsql stable strict set search_path = ''
as $$
declare
  v_row jsonb := p_row - '{id,organization_id,user_id,email,created_at}'::text[];
begin
  if octet_length(v_row::text) <= 2048 then
    return v_row;
  end if;
  return (
    select jsonb_object_agg(v.key, case
      when v.value is null or octet_length(v.value) <= 2048 then v_row -> v.key
      else jsonb_build_object('cut', left(v.value, 500), 'bytes', octet_length(v.value), 'sha256', reprise_private.sha256_hex(v.value))
    end)
    from jsonb_each_text(v_row) v
  );
end
$$;
comment on function reprise_private.audit_values is 'Returns a row''s column values as the audit trail stores them.';

-- no request → requested: the caller's account will be deleted when the setting account_deletion_grace has passed. Until then everything
-- works as before. Locks the candidate. A repeat returns the same day. Cleanup deletes the account (reprise_private.erase_account).
-- Errors: not_authenticated, last_owner (with organization_id).
create function reprise_private.delete_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_organization_id uuid;
begin
  perform reprise_private.lock_candidate(v_user_id);
  perform reprise_private.account_view(v_user_id);
  v_organization_id := reprise_private.organization_without_another_owner(v_user_id);
  if v_organization_id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'last_owner', jsonb_build_object('organization_id', v_organization_id));
  end if;
  insert into reprise_private.account_deletions (user_id, takes_effect_at)
  select v_user_id, now() + t.account_deletion_grace from reprise_private.settings t
  on conflict (user_id) do nothing;
  return reprise_private.account_view(v_user_id);
end
$$;
comment on function reprise_private.delete_account is 'Asks for the deletion of the caller''s account.';

-- Deletes one session or prep session that is past its retention, unless it changed since it was found. Skips it while its owner is in
-- another transaction or live in a session. Returns the number of deleted rows, 0 or 1.
create function reprise_private.delete_expired_row(p_stage integer, p_due_at timestamptz, p_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- The lock is held until all rows of this run are deleted: a call of somebody who is live would wait for it.
  if exists (select from reprise.active_interview_sessions a where a.user_id = p_user_id) then
    return 0;
  end if;
  if p_stage = 5 then
    delete from reprise.prep_sessions p where p.id = p_id and p.updated_at = p_due_at;
  else
    delete from reprise.interview_sessions s where s.id = p_id and s.closed_at = p_due_at;
  end if;
  return found::integer;
end
$$;
comment on function reprise_private.delete_expired_row is 'Deletes one session or prep session that is past its retention.';

-- Returns the deletion object of the API; null while the account's owner has not asked for its deletion.
create function reprise_private.deletion_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'requested_at', reprise_private.rfc3339(d.requested_at), 'takes_effect_at', reprise_private.rfc3339(d.takes_effect_at),
      'takes_effect_on', (d.takes_effect_at at time zone 'utc')::date
    )
    from reprise_private.account_deletions d
    where d.user_id = p_user_id
  );
end
$$;
comment on function reprise_private.deletion_view is 'Returns the deletion object of the API.';

-- requested and due → deleted. Called by run_retention, for at most 0.3 seconds each time: deletes the account's sessions and prep sessions a few
-- at a time, invitations to the account's confirmed address, then the row in auth.users, whose foreign keys cascade to all that is left, and then the id
-- where rows of others name it.
-- Returns 1 with the last part, else 0. Skips an account whose owner is in a transaction, is live in a session, or has become the only
-- owner of an organization: the next run looks again. Locks the candidate.
create function reprise_private.erase_account(p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
declare
  v_stop_at timestamptz := clock_timestamp() + interval '300 milliseconds';
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- A separate statement: its snapshot must be newer than the lock, or it could miss that the owner keeps the account.
  if not exists (select from reprise_private.account_deletions d where d.user_id = p_user_id and d.takes_effect_at < now())
    or exists (select from reprise.active_interview_sessions a where a.user_id = p_user_id)
    or reprise_private.organization_without_another_owner(p_user_id) is not null
  then
    return 0;
  end if;
  loop
    delete from reprise.interview_sessions s
    where s.id in (select o.id from reprise.interview_sessions o where o.user_id = p_user_id limit 5);
    exit when not found;
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  loop
    delete from reprise.prep_sessions p
    where p.id in (select o.id from reprise.prep_sessions o where o.user_id = p_user_id limit 5);
    exit when not found;
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  delete from reprise.invitations v where v.email = reprise_private.confirmed_email(p_user_id);
  delete from auth.users u where u.id = p_user_id;
  while reprise_private.forget_person(p_user_id) > 0 loop
    if clock_timestamp() > v_stop_at then
      return 0;
    end if;
  end loop;
  delete from reprise_private.account_deletions d where d.user_id = p_user_id;
  return 1;
end
$$;
comment on function reprise_private.erase_account is 'Deletes one account whose day has come, or a part of it.';

-- Returns what run_retention may delete after a cursor. Stage 1: accounts whose deletion is due. Stages 2 to 5: practice runs, conversations of
-- one's own, sessions of organizations that set a limit, and prep sessions, each past its retention. Every branch reads one index in order
-- and stops at p_limit, so the cost depends on the rows returned, not on the rows stored.
create function reprise_private.expired_rows(p_after jsonb, p_limit integer)
returns table (stage integer, due_at timestamptz, id uuid, user_id uuid)
language sql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
  with kept as materialized (
    select t.practice_kept, t.conversations_kept, t.prep_sessions_kept, coalesce((p_after ->> 'stage')::integer, 0) as stage,
      coalesce((p_after ->> 'due_at')::timestamptz, '-infinity') as due_at, coalesce((p_after ->> 'id')::uuid, reprise_private.nobody()) as id
    from reprise_private.settings t
  )
  select * from (
    (
      select 1 as stage, d.takes_effect_at as due_at, d.user_id as id, d.user_id
      from kept k, reprise_private.account_deletions d
      where d.takes_effect_at < now() and k.stage <= 1 and (d.takes_effect_at, d.user_id) > (k.due_at, k.id)
      order by d.takes_effect_at, d.user_id
      limit p_limit
    )
    union all
    select o.stage, s.closed_at, s.id, s.user_id
    from kept k
    cross join lateral (values (2, 'practice', k.practice_kept), (3, 'conversation', k.conversations_kept)) o (stage, mode, kept)
    cross join lateral (
      select i.closed_at, i.id, i.user_id
      from reprise.interview_sessions i
      where i.organization_id is null and i.mode = o.mode and i.closed_at is not null and i.closed_at < now() - o.kept
        and (i.closed_at, i.id) > (case when k.stage = o.stage then k.due_at else '-infinity' end, k.id)
      order by i.closed_at, i.id
      limit p_limit
    ) s
    where k.stage <= o.stage
    union all
    select 4, s.closed_at, s.id, s.user_id
    from kept k
    cross join reprise.organizations o
    cross join lateral (
      select i.closed_at, i.id, i.user_id
      from reprise.interview_sessions i
      where i.organization_id = o.id and i.closed_at is not null and i.closed_at < now() - make_interval(days => o.keep_sessions_days)
        and (i.closed_at, i.id) > (case when k.stage = 4 then k.due_at else '-infinity' end, k.id)
      order by i.closed_at, i.id
      limit p_limit
    ) s
    where k.stage <= 4 and o.keep_sessions_days is not null
    union all
    (
      select 5, p.updated_at, p.id, p.user_id
      from kept k, reprise.prep_sessions p
      where p.updated_at < now() - k.prep_sessions_kept
        and (p.updated_at, p.id) > (case when k.stage = 5 then k.due_at else '-infinity' end, k.id)
      order by p.updated_at, p.id
      limit p_limit
    )
  ) e
  order by e.stage, e.due_at, e.id
  limit p_limit
$$;
comment on function reprise_private.expired_rows is 'Returns the accounts, sessions and prep sessions that run_retention may delete.';

-- Replaces the id of a deleted account by the nil uuid where rows of others name it: as actor in events and audit events, as the person who
-- set a score, gave or revoked time, or uploaded a sealed file, and as the subject of audit events and events of organizations.
-- At most 500 rows of each table a call;
-- returns how many, 0 when none is left. Changes nothing of an account that exists.
create function reprise_private.forget_person(p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
declare
  v_nobody uuid := reprise_private.nobody();
  v_rows integer;
  v_total integer := 0;
begin
  if exists (select from auth.users u where u.id = p_user_id) then
    return 0;
  end if;
  update reprise.session_events e set actor = v_nobody
  where e.id in (select o.id from reprise.session_events o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.late_answers k set uploaded_by = v_nobody
  where k.id in (select o.id from reprise.late_answers o where o.uploaded_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluations e set overridden_by = v_nobody
  where e.answer_id in (select o.answer_id from reprise.evaluations o where o.overridden_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluation_history h set actor = v_nobody
  where h.id in (select o.id from reprise.evaluation_history o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluation_history h set evaluation = h.evaluation || jsonb_build_object('overridden_by', v_nobody)
  where h.id in (select o.id from reprise.evaluation_history o where o.evaluation ->> 'overridden_by' = p_user_id::text limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.time_credits c set actor = v_nobody
  where c.id in (select o.id from reprise.time_credits o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.time_credits c set revoked_by = v_nobody
  where c.id in (select o.id from reprise.time_credits o where o.revoked_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise_private.organization_events e
  set actor = case when e.actor = p_user_id then v_nobody else e.actor end,
    about = case when e.about = p_user_id then v_nobody else e.about end,
    data = e.data - case when e.about = p_user_id then 'user_id' else '' end
  where e.number in (select o.number from reprise_private.organization_events o where o.actor = p_user_id or o.about = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.audit_events a set actor = v_nobody
  where a.id in (select o.id from reprise.audit_events o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.audit_events a set subject = v_nobody
  where a.id in (select o.id from reprise.audit_events o where o.subject = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  return v_total + v_rows;
end
$$;
comment on function reprise_private.forget_person is 'Replaces the id of a deleted account where rows of others name it.';

-- Returns the caller's account and its pending deletion. Reads only. Errors: not_authenticated.
create function reprise_private.get_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return reprise_private.account_view(reprise_private.caller_id());
end
$$;
comment on function reprise_private.get_account is 'Returns the caller''s account and its pending deletion.';

-- Returns whether a change of a person's id only removes a person whose account no longer exists: the one change that the audit trails allow.
create function reprise_private.is_forgotten(p_before uuid, p_after uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select p_before is not null and p_after = reprise_private.nobody()
    and not exists (select from auth.users u where u.id = p_before)
$$;
comment on function reprise_private.is_forgotten is 'Returns whether a change of an id only removes a person whose account no longer exists.';

-- requested → no request: the caller keeps the account. Locks the candidate. A repeat, or a call without a request, returns the same.
-- Errors: not_authenticated, account_deletion_started (the day has come, and parts may be deleted).
create function reprise_private.keep_account()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.lock_candidate(v_user_id);
  delete from reprise_private.account_deletions d where d.user_id = v_user_id and d.takes_effect_at > now();
  if exists (select from reprise_private.account_deletions d where d.user_id = v_user_id) then
    perform reprise_private.refuse_and_roll_back(409, 'account_deletion_started');
  end if;
  return reprise_private.account_view(v_user_id);
end
$$;
comment on function reprise_private.keep_account is 'Withdraws the request to delete the caller''s account.';

-- Returns one page of a section of the caller's data and the cursor of the next page, null at the end. A page ends after 256
-- KiB or 0.1 seconds, so an export of any size takes pages of bounded cost. Each page takes one use of account_page and locks its row, so a
-- user's pages are read one after another.
-- Sections of sessions walk the caller's sessions, newest first; their cursor names the session and the row. A page may be
-- empty and continue: none of many sessions had such a row.
-- Errors: not_authenticated, rate_limited, invalid_request (section or cursor).
create function reprise_private.list_account_rows(p_section text, p_after jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_stop_at timestamptz := clock_timestamp() + interval '100 milliseconds';
  v_bytes_left integer := 262144;
  v_rows jsonb[] := '{}';
  v_session reprise.interview_sessions;
  v_slice record;
begin
  if not exists (select from auth.users u where u.id = v_user_id) then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'account_page');
  if coalesce(p_section, '') not in ('sessions', 'questions', 'messages', 'late_messages', 'events') then
    v_slice := reprise_private.account_slice(v_user_id, null, p_section, p_after ->> 'key', v_bytes_left, v_stop_at);
    return jsonb_build_object(
      'rows', to_jsonb(v_slice.rows), 'after', case when not v_slice.ended then jsonb_build_object('key', v_slice.key) end
    );
  end if;
  for v_session in
    select s.* from reprise.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) <= (
      coalesce((p_after ->> 'started_at')::timestamptz, 'infinity'),
      coalesce((p_after ->> 'session_id')::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    order by s.started_at desc, s.id desc
  loop
    v_slice := reprise_private.account_slice(
      v_user_id, v_session, p_section, case when v_session.id::text = p_after ->> 'session_id' then p_after ->> 'key' end,
      v_bytes_left, v_stop_at
    );
    v_rows := v_rows || v_slice.rows;
    v_bytes_left := v_bytes_left - v_slice.bytes;
    if not v_slice.ended or v_bytes_left <= 0 or clock_timestamp() > v_stop_at then
      return jsonb_build_object('rows', to_jsonb(v_rows), 'after', jsonb_build_object(
        'started_at', v_session.started_at, 'session_id', v_session.id, 'key', v_slice.key
      ));
    end if;
  end loop;
  return jsonb_build_object('rows', to_jsonb(v_rows), 'after', null);
end
$$;
comment on function reprise_private.list_account_rows is 'Returns one page of a section of the caller''s data.';

-- Returns the nil uuid, which stands for a person whose account was deleted, wherever a row of somebody else's named them.
create function reprise_private.nobody()
returns uuid
language sql immutable set search_path = ''
return '00000000-0000-0000-0000-000000000000'::uuid;
comment on function reprise_private.nobody is 'Returns the nil uuid, which stands for a person whose account was deleted.';

-- Returns an organization that a user alone owns, or null. Such a user cannot be deleted (reprise_private.refuse_to_lose_last_owner).
create function reprise_private.organization_without_another_owner(p_user_id uuid)
returns uuid
language sql stable set search_path = ''
as $$
  select m.organization_id
  from reprise.organization_members m
  where m.user_id = p_user_id and m.role = 'owner' and not exists (
    select from reprise.organization_members o
    where o.organization_id = m.organization_id and o.role = 'owner' and o.user_id <> m.user_id
  )
  order by m.organization_id
  limit 1
$$;
comment on function reprise_private.organization_without_another_owner is 'Returns an organization that a user alone owns.';

-- Trigger: writes one audit event for a row of authoring that was inserted, updated or deleted; an update that changes nothing writes none.
-- The argument names the column that becomes entity_id. Rows that go with their question, interview or organization write none: the event
-- of the parent stands for them. A person whose account is being deleted is not named. No lock, no limit: one row per change, in the
-- organization's own trail.
create function reprise_private.record_change()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_old jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  v_new jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  v_row jsonb := coalesce(v_new, v_old);
  v_organization_id uuid;
  v_subject uuid := (v_row ->> 'user_id')::uuid;
begin
  if tg_table_name = 'organizations' then
    v_organization_id := (v_row ->> 'id')::uuid;
  elsif v_row ? 'organization_id' then
    v_organization_id := (v_row ->> 'organization_id')::uuid;
  elsif v_row ? 'interview_id' then
    select i.organization_id into v_organization_id from reprise.interviews i where i.id = (v_row ->> 'interview_id')::uuid;
    if not found then
      return null;
    end if;
  else
    select q.organization_id into v_organization_id from reprise.questions q where q.id = (v_row ->> 'question_id')::uuid;
    if not found then
      return null;
    end if;
  end if;
  if tg_table_name = 'invitations' and tg_op = 'DELETE' and v_row ->> 'interview_id' is not null
    and not exists (select from reprise.interviews i where i.id = (v_row ->> 'interview_id')::uuid)
  then
    return null;
  end if;
  if v_organization_id is not null and not exists (select from reprise.organizations o where o.id = v_organization_id) then
    return null;
  end if;
  if tg_table_name in ('accommodations', 'invitations') then
    -- Texts about or to a person are not retained when their account is deleted.
    v_old := v_old - '{reason,note,created_by,asked_by}'::text[];
    v_new := v_new - '{reason,note,created_by,asked_by}'::text[];
  end if;
  if tg_table_name = 'webhooks' then
    -- The path or the query of an address may be a credential.
    v_old := v_old - '{url,claim_token}'::text[] || jsonb_build_object('host', substring(v_row ->> 'url' from '://([^/?]+)'));
    v_new := v_new - '{url,claim_token}'::text[] || jsonb_build_object('host', substring(v_row ->> 'url' from '://([^/?]+)'));
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value) into v_old from jsonb_each(v_old) o where o.value is distinct from v_new -> o.key;
    if v_old is null then
      return null;
    end if;
    select jsonb_object_agg(n.key, n.value) into v_new from jsonb_each(v_new) n where v_old ? n.key;
  end if;
  if tg_table_name = 'interview_questions' then
    v_new := v_new || jsonb_build_object('position', v_row -> 'position');
  end if;
  if v_subject is not null and not exists (select from auth.users u where u.id = v_subject) then
    v_subject := reprise_private.nobody();
  end if;
  insert into reprise.audit_events (organization_id, actor, action, entity, entity_id, subject, before, after)
  values (
    v_organization_id, auth.uid(), lower(tg_op), tg_table_name, (v_row ->> tg_argv[0])::uuid, v_subject,
    reprise_private.audit_values(v_old), reprise_private.audit_values(v_new)
  );
  return null;
end
$$;
comment on function reprise_private.record_change is 'Trigger: writes the audit event of one change of authoring.';

-- Trigger: the audit trail of authoring is append-only for every role. Three changes pass: the organization itself is deleted (a cascade
-- runs inside a trigger); an event is older than audit_events_kept; a person whose account no longer exists becomes the nil uuid.
create function reprise_private.refuse_change_of_audit_events()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  -- Only the table's owner may read settings and accounts; this function is security invoker.
  if pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    if tg_op = 'DELETE' then
      if old.at < now() - (select t.audit_events_kept from reprise_private.settings t) then
        return old;
      end if;
    elsif tg_op = 'UPDATE' then
      if to_jsonb(new) - '{actor,subject}'::text[] = to_jsonb(old) - '{actor,subject}'::text[]
        and (new.actor is not distinct from old.actor or reprise_private.is_forgotten(old.actor, new.actor))
        and (new.subject is not distinct from old.subject or reprise_private.is_forgotten(old.subject, new.subject))
      then
        return new;
      end if;
    end if;
  end if;
  raise exception 'audit_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_audit_events is
  'Trigger: refuses changes of the audit trail of authoring, except deletion with its organization or by retention, and removing a deleted person.';

-- Trigger: refuses to make an account an owner after its deletion was requested. The last owner of an organization cannot be deleted, so anybody
-- who may add owners could otherwise keep an account from being deleted. Errors: invalid_request.
create function reprise_private.refuse_leaving_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if exists (select from reprise_private.account_deletions d where d.user_id = new.user_id) then
    perform reprise_private.invalid_request('role', 'this account is about to be deleted and cannot become an owner');
  end if;
  return new;
end
$$;
comment on function reprise_private.refuse_leaving_owner is 'Trigger: refuses to make an account an owner after its deletion was requested.';

-- Trigger: before a session of an organization is deleted, for whatever reason, adds the anonymous row that the organization retains of it.
-- Nothing links the row to the person: no id of the session, no time of day, no order of insertion.
create function reprise_private.retain_session_statistics()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise.session_statistics (organization_id, interview_id, mode, started_on, status, percentage)
  select old.organization_id, i.id, old.mode, (old.started_at at time zone 'utc')::date, old.status, r.percentage
  from reprise.organizations o
  left join reprise.interviews i on i.id = old.interview_id
  left join reprise.session_results r on r.session_id = old.id and r.status in ('ready', 'failed')
  where o.id = old.organization_id;
  return old;
end
$$;
comment on function reprise_private.retain_session_statistics is 'Trigger: adds the anonymous row that an organization retains of a deleted session.';

-- Looks at up to 500 accounts, sessions and prep sessions that are due, and deletes them, for about a second; at the end of the list it also
-- deletes up to 500 old audit events, e-mails about events, invitations that nobody accepted, counts of e-mails to addresses on
-- earlier days, and old events of organizations, 1,000 at a time until that second is over.
-- Called by the scheduler (service role) after cleanup, or by pg_cron: a transaction of its own, so that nothing here can undo or
-- delay cleanup. Each row has its own subtransaction: a broken one, or one that takes all the time there is, is counted and skipped. Adds
-- its counts to the last row of cleanup_runs and continues where the previous call ended, so that broken rows cannot starve others.
create function reprise_private.run_retention()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_started_at timestamptz := clock_timestamp();
  v_row record;
  v_seen integer := 0;
  v_out_of_time boolean := false;
  v_accounts integer := 0;
  v_deleted integer := 0;
  v_events integer;
  v_errors jsonb := '[]';
  v_cursor jsonb := (
    select r.retention_cursor from reprise.cleanup_runs r where r.deleted_by_retention is not null order by r.id desc limit 1
  );
begin
  for v_row in select * from reprise_private.expired_rows(v_cursor, 500) loop
    v_seen := v_seen + 1;
    v_cursor := jsonb_build_object('stage', v_row.stage, 'due_at', v_row.due_at, 'id', v_row.id);
    begin
      if v_row.stage = 1 then
        v_accounts := v_accounts + reprise_private.erase_account(v_row.id);
      else
        v_deleted := v_deleted + reprise_private.delete_expired_row(v_row.stage, v_row.due_at, v_row.id, v_row.user_id);
      end if;
    exception when query_canceled or others then
      v_errors := v_errors || jsonb_build_object('retention', v_cursor, 'sqlstate', sqlstate, 'message', sqlerrm);
      v_out_of_time := sqlstate = '57014';
    end;
    v_out_of_time := v_out_of_time or clock_timestamp() > v_started_at + interval '1 second';
    exit when v_out_of_time;
  end loop;
  if v_seen < 500 and not v_out_of_time then
    v_cursor := null;
    delete from reprise.audit_events a
    where a.id in (
      select o.id
      from (select e.id, e.at from reprise.audit_events e order by e.id limit 500) o, reprise_private.settings t
      where o.at < now() - t.audit_events_kept
    );
    delete from reprise.invitations v
    where v.id in (
      select o.id
      from reprise.invitations o, reprise_private.settings t
      where o.user_id is null and o.expires_at < now() - t.invitations_kept
        -- A link stays while people who took its places are invited.
        and not exists (select from reprise.invitations p where p.link_id = o.id)
      order by o.expires_at, o.id
      limit 500
    );
    loop
      delete from reprise_private.organization_events e
      where e.number in (
        select o.number
        from (select n.number, n.at from reprise_private.organization_events n order by n.number limit 1000) o, reprise_private.settings t
        where o.at < now() - t.organization_events_kept
      );
      get diagnostics v_events = row_count;
      exit when v_events < 1000 or clock_timestamp() > v_started_at + interval '1 second';
    end loop;
    delete from reprise_private.notice_mails m
    where m.id in (select o.id from reprise_private.notice_mails o where o.created_at < now() - interval '90 days' order by o.created_at limit 500);
    delete from reprise_private.invitation_address_days d
    where (d.email_sha256, d.organization_id) in (
      select o.email_sha256, o.organization_id from reprise_private.invitation_address_days o
      where o.day < reprise_private.utc_day() order by o.day limit 500 for update skip locked
    );
    delete from reprise_private.reminder_address_days d
    where d.email_sha256 in (
      select o.email_sha256 from reprise_private.reminder_address_days o
      where o.day < reprise_private.utc_day() order by o.day limit 500 for update skip locked
    );
  end if;
  update reprise.cleanup_runs r
  set deleted_by_retention = coalesce(r.deleted_by_retention, 0) + v_deleted, deleted_accounts = r.deleted_accounts + v_accounts,
    errors = r.errors + jsonb_array_length(v_errors), error_details = r.error_details || v_errors, retention_cursor = v_cursor
  where r.id = (select max(l.id) from reprise.cleanup_runs l);
  return jsonb_build_object(
    'deleted_by_retention', v_deleted, 'deleted_accounts', v_accounts, 'errors', jsonb_array_length(v_errors),
    'duration_ms', round(extract(epoch from clock_timestamp() - v_started_at) * 1000, 3)
  );
end
$$;
comment on function reprise_private.run_retention is 'Deletes what is past its retention and accounts whose deletion is due.';

-- Begins an export of everything about the caller: counts it, and returns the account and the names of the sections, which
-- reprise_private.list_account_rows pages. Pages are limited on their own (account_page).
-- Errors: not_authenticated, rate_limited.
create function reprise_private.take_account_export()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_view jsonb := reprise_private.account_view(v_user_id);
begin
  perform reprise_private.take_rate_limit(v_user_id, 'account_export');
  return jsonb_build_object(
    'exported_at', v_view -> 'server_time', 'deletion', v_view -> 'deletion',
    'account', (v_view -> 'account') || (
      select jsonb_build_object('metadata', u.raw_user_meta_data, 'created_at', reprise_private.rfc3339(u.created_at))
      from auth.users u where u.id = v_user_id
    ),
    'sections', array[
      'sessions', 'questions', 'messages', 'late_messages', 'events', 'prep_sessions', 'prep_generations', 'prep_shares',
      'practice_templates', 'memberships', 'invitations', 'received_invitations',
      'sent_invitations', 'accommodations', 'rate_limit_uses', 'stored_bytes', 'model_tokens'
    ]
  );
end
$$;
comment on function reprise_private.take_account_export is 'Begins an export of everything about the caller.';

-- Asks for the deletion of the caller''s account. See reprise_private.delete_account.
create function reprise.delete_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.delete_account();
end
$$;
comment on function reprise.delete_account is 'Asks for the deletion of the caller''s account. See reprise_private.delete_account.';

-- Returns the caller''s account and its pending deletion. See reprise_private.get_account.
create function reprise.get_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_account();
end
$$;
comment on function reprise.get_account is 'Returns the caller''s account and its pending deletion. See reprise_private.get_account.';

-- Withdraws the request to delete the caller''s account. See reprise_private.keep_account.
create function reprise.keep_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.keep_account();
end
$$;
comment on function reprise.keep_account is 'Withdraws the request to delete the caller''s account. See reprise_private.keep_account.';

-- Returns one page of a section of the caller's data. See reprise_private.list_account_rows.
create function reprise.list_account_rows(section text, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.list_account_rows(section, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;
comment on function reprise.list_account_rows is 'Returns one page of a section of the caller''s data. See reprise_private.list_account_rows.';

-- Deletes what is past its retention and accounts whose deletion is due. See reprise_private.run_retention.
create function reprise.run_retention()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.run_retention();
end
$$;
comment on function reprise.run_retention is 'Deletes what is past its retention and accounts whose deletion is due. See reprise_private.run_retention.';

-- Begins an export of everything about the caller. See reprise_private.take_account_export.
create function reprise.take_account_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.take_account_export();
end
$$;
comment on function reprise.take_account_export is 'Begins an export of everything about the caller. See reprise_private.take_account_export.';

-- Row level security policies, and the triggers that write and protect rows.

alter table reprise.session_statistics enable row level security;
create policy "members read the statistics of their organization" on reprise.session_statistics
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
alter table reprise.audit_events enable row level security;
-- An event may hold a key: a member who may write keys may read it. An array, so that a page reads the index in the order of id.
create policy "owners and recruiters read the audit trail of authoring" on reprise.audit_events
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and organization_id = any (array(select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  );
create trigger audit_events_append_only
  before update or delete on reprise.audit_events
  for each row execute function reprise_private.refuse_change_of_audit_events();
create trigger audit_events_never_truncated
  before truncate on reprise.audit_events
  for each statement execute function reprise_private.refuse_change_of_audit_events();
create trigger sessions_leave_statistics
  before delete on reprise.interview_sessions
  for each row when (old.organization_id is not null)
  execute function reprise_private.retain_session_statistics();

-- Members and questions stand for a new organization; a deleted one takes its trail along.
create trigger organizations_are_audited
  after update on reprise.organizations
  for each row execute function reprise_private.record_change('id');
create trigger questions_are_audited
  after insert or update or delete on reprise.questions
  for each row execute function reprise_private.record_change('id');
create trigger question_keys_are_audited
  after insert or update or delete on reprise.question_keys
  for each row execute function reprise_private.record_change('question_id');
create trigger interviews_are_audited
  after insert or update or delete on reprise.interviews
  for each row execute function reprise_private.record_change('id');
create trigger interview_questions_are_audited
  after insert or update or delete on reprise.interview_questions
  for each row execute function reprise_private.record_change('interview_id');
create trigger interview_invitations_are_audited
  after insert or update or delete on reprise.interview_invitations
  for each row execute function reprise_private.record_change('interview_id');
create trigger accommodations_are_audited
  after insert or update or delete on reprise.accommodations
  for each row execute function reprise_private.record_change('id');
create trigger interview_instructions_are_audited
  after insert or update or delete on reprise.interview_instructions
  for each row execute function reprise_private.record_change('interview_id');
create trigger interview_criteria_are_audited
  after insert or update or delete on reprise.interview_criteria
  for each row execute function reprise_private.record_change('interview_id');
create trigger organization_members_are_audited
  after insert or update or delete on reprise.organization_members
  for each row execute function reprise_private.record_change('organization_id');
create trigger organization_members_are_not_leaving
  before insert or update of role on reprise.organization_members
  for each row when (new.role = 'owner')
  execute function reprise_private.refuse_leaving_owner();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.account_deletions,
  reprise.audit_events,
  reprise.session_statistics
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.audit_events_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.audit_events,
  reprise.session_statistics
to authenticated;

revoke execute on function
  reprise.delete_account,
  reprise.get_account,
  reprise.keep_account,
  reprise.list_account_rows,
  reprise.run_retention,
  reprise.take_account_export,
  reprise_private.account_question_item,
  reprise_private.account_rows,
  reprise_private.account_session_item,
  reprise_private.account_session_rows,
  reprise_private.account_slice,
  reprise_private.account_view,
  reprise_private.audit_values,
  reprise_private.delete_account,
  reprise_private.delete_expired_row,
  reprise_private.deletion_view,
  reprise_private.erase_account,
  reprise_private.expired_rows,
  reprise_private.forget_person,
  reprise_private.get_account,
  reprise_private.is_forgotten,
  reprise_private.keep_account,
  reprise_private.list_account_rows,
  reprise_private.nobody,
  reprise_private.organization_without_another_owner,
  reprise_private.record_change,
  reprise_private.refuse_change_of_audit_events,
  reprise_private.refuse_leaving_owner,
  reprise_private.retain_session_statistics,
  reprise_private.run_retention,
  reprise_private.take_account_export
from public, anon, authenticated, service_role;
grant execute on function
  reprise.delete_account,
  reprise.get_account,
  reprise.keep_account,
  reprise.list_account_rows,
  reprise.take_account_export,
  reprise_private.delete_account,
  reprise_private.get_account,
  reprise_private.keep_account,
  reprise_private.list_account_rows,
  reprise_private.take_account_export
to authenticated;
grant execute on function
  reprise.run_retention,
  reprise_private.run_retention
to service_role;

reset check_function_bodies;
reset lock_timeout;
