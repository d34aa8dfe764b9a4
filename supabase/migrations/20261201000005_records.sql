-- Baseline: receipts of texts, chained per session, and the record that the functions sign. The files of supabase/schemas/records, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Receipts of the texts of a session, chained in the order in which they were stored. Only reprise_private.append_receipt writes here.

create table reprise_private.receipts (
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  number integer not null,
  text_id uuid not null,
  position integer not null,
  source text not null,
  received_at timestamptz not null,
  sha256 text not null,
  late_by interval not null,
  previous text,
  primary key (session_id, number),
  constraint receipts_one_per_text unique (text_id),
  constraint receipts_count_from_one check (number >= 1),
  constraint receipts_only_the_first_has_no_previous check ((number = 1) = (previous is null)),
  constraint receipts_hashes_are_sha256 check (sha256 ~ '^[0-9a-f]{64}$' and previous ~ '^[0-9a-f]{64}$')
);
comment on table reprise_private.receipts is
  'Receipts of answers and late texts, a chain per session. Write-once; a receipt stays when its answer is replaced. Deleted with the session.';
comment on column reprise_private.receipts.number is 'The receipt''s number in its session, from 1, without gaps: the order in which texts were stored.';
comment on column reprise_private.receipts.text_id is 'The id of the answer or late text.';
comment on column reprise_private.receipts.source is 'The source of an answer, or the reason of a late text.';
comment on column reprise_private.receipts.previous is
  'SHA-256 of the canonical JSON (RFC 8785) of the receipt before it in the session; null for the first.';

-- Adds the receipt of a stored text at the end of its session's chain. Called by triggers, in the transaction that stores the text. The caller
-- holds the candidate's lock, so receipts have the order in which texts were stored; without it, the primary key refuses a second one with
-- the same number, and the chain cannot fork. A text gets one receipt: the unique key refuses another.
create function reprise_private.append_receipt(
  p_session_id uuid, p_text_id uuid, p_position integer, p_source text, p_received_at timestamptz, p_sha256 text, p_late_by interval
)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_last reprise_private.receipts;
begin
  select * into v_last from reprise_private.receipts r where r.session_id = p_session_id order by r.number desc limit 1;
  insert into reprise_private.receipts (session_id, number, text_id, position, source, received_at, sha256, late_by, previous)
  values (
    p_session_id, coalesce(v_last.number, 0) + 1, p_text_id, p_position, p_source, p_received_at, p_sha256, p_late_by,
    reprise_private.receipt_digest(v_last)
  );
end
$$;
comment on function reprise_private.append_receipt is 'Adds the receipt of a stored text at the end of its session''s chain.';

-- Trigger of answers and late texts: adds the receipt of the stored text to the chain of its session. Runs in the transaction that stores the
-- text, so a text is never acknowledged without its receipt. A late text that becomes an answer gets a second receipt, for the answer.
create function reprise_private.chain_receipt()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_source text;
begin
  if tg_table_name = 'answers' then
    v_source := new.source;
  else
    v_source := new.reason;
  end if;
  perform reprise_private.append_receipt(new.session_id, new.id, new.position, v_source, new.received_at, new.sha256, new.late_by);
  return null;
end
$$;
comment on function reprise_private.chain_receipt is 'Trigger: adds the receipt of a stored text to the chain of its session.';

-- Returns what the record of a session states, for the functions to sign: the session and its chain of receipts with positions, no texts and
-- no scores. For the session's candidate and for members of its organization; an unknown id and a session the caller may not see get the
-- same error. Each call counts as a use of record. The time is linear in the number of receipts, which is bounded by the limits of late texts.
-- Errors: not_authenticated, session_not_found, rate_limited.
create function reprise_private.get_record(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'record');
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or reprise_private.can_review_session(p_session_id));
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return (
    select jsonb_build_object(
      'session_id', v_session.id, 'candidate_id', v_session.user_id, 'interview_id', v_session.interview_id, 'title', v_session.title,
      'status', v_session.status, 'started_at', reprise_private.rfc3339(v_session.started_at),
      'closed_at', reprise_private.rfc3339(v_session.closed_at), 'issued_at', reprise_private.rfc3339(now()),
      'head', (
        select reprise_private.receipt_digest(l) from reprise_private.receipts l where l.session_id = p_session_id order by l.number desc limit 1
      ),
      'receipts', coalesce(jsonb_agg(
        jsonb_build_object(
          'position', r.position, 'source', r.source, 'receipt', reprise_private.receipt_view(r),
          'kind', case when k.id is null then 'answer' else 'late_text' end,
          'withdrawn', a.id is null and k.id is null
        ) order by r.number
      ), '[]')
    )
    from reprise_private.receipts r
    left join reprise.answers a on a.id = r.text_id
    left join reprise.late_answers k on k.id = r.text_id
    where r.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.get_record is 'Returns what the record of a session states.';

-- Returns the receipt of a stored text by its id; null for a draft that was stored as a late text and not accepted.
create function reprise_private.receipt(p_text_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select reprise_private.receipt_view(r) from reprise_private.receipts r where r.text_id = p_text_id);
end
$$;
comment on function reprise_private.receipt is 'Returns the receipt of a stored text.';

-- Returns the SHA-256 of a receipt's canonical JSON (RFC 8785) in hexadecimal: what the next receipt of the session has as `previous`. Null for
-- a null row. A receipt is one flat object of ASCII texts, a number below 10^15 with at most three decimals, and null; sorting its keys
-- and leaving out spaces is all that the canonical form needs.
create function reprise_private.receipt_digest(p_receipt reprise_private.receipts)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  if p_receipt.number is null then
    return null;
  end if;
  return (
    select reprise_private.sha256_hex('{' || string_agg(to_json(e.key) || ':' || e.value, ',' order by e.key collate "C") || '}')
    from jsonb_each(reprise_private.receipt_view(p_receipt)) e
  );
end
$$;
comment on function reprise_private.receipt_digest is 'Returns the SHA-256 of a receipt''s canonical JSON (RFC 8785).';

-- Returns a receipt as clients get it. Built from stored values only, so a repeat returns the same bytes.
create function reprise_private.receipt_view(p_receipt reprise_private.receipts)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answer_id', p_receipt.text_id,
    'received_at', reprise_private.rfc3339(p_receipt.received_at),
    'sha256', p_receipt.sha256,
    'late_by_seconds', trim_scale(round(extract(epoch from p_receipt.late_by), 3)),
    'previous', p_receipt.previous
  );
end
$$;
comment on function reprise_private.receipt_view is 'Returns a receipt: id, server time, SHA-256, lateness and the hash of the receipt before it.';

-- Trigger: a receipt is never changed, by any role. DELETE is allowed only as part of deleting the session (a cascade runs inside a trigger,
-- a direct DELETE does not). It stays when its answer is deleted because a question was reopened: the record then calls it withdrawn.
create function reprise_private.refuse_change_of_receipts()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'a receipt is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_receipts is 'Trigger: refuses changes of receipts, except deletion with the session.';

-- Returns what the record of a session states, unsigned. See reprise_private.get_record.
create function reprise.get_record(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_record(session_id);
end
$$;
comment on function reprise.get_record is 'Returns what the record of a session states, unsigned. See reprise_private.get_record.';

-- Triggers that write and protect the chain of receipts. Nobody but the owner of the database reads the table: there are no policies.

-- The newest draft of a lease is replaced by the next one, so it has no receipt until a reviewer accepts it.
create trigger answers_get_receipts
  after insert on reprise.answers
  for each row execute function reprise_private.chain_receipt();
create trigger late_texts_get_receipts
  after insert on reprise.late_answers
  for each row when (new.reason <> 'late_draft')
  execute function reprise_private.chain_receipt();
create trigger accepted_drafts_get_receipts
  after update of accepted_at on reprise.late_answers
  for each row when (new.reason = 'late_draft' and old.accepted_at is null and new.accepted_at is not null)
  execute function reprise_private.chain_receipt();
create trigger receipts_write_once
  before update or delete on reprise_private.receipts
  for each row execute function reprise_private.refuse_change_of_receipts();
create trigger receipts_never_truncated
  before truncate on reprise_private.receipts
  for each statement execute function reprise_private.refuse_change_of_receipts();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.receipts
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.get_record,
  reprise_private.append_receipt,
  reprise_private.chain_receipt,
  reprise_private.get_record,
  reprise_private.receipt,
  reprise_private.receipt_digest,
  reprise_private.receipt_view,
  reprise_private.refuse_change_of_receipts
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_record,
  reprise_private.get_record
to authenticated;

reset check_function_bodies;
reset lock_timeout;
