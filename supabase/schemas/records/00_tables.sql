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
