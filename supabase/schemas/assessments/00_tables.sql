-- Criteria by which finished conversations are assessed. An assessment itself is an evaluation of kind conversation (reprise.evaluations).

create table reprise.interview_criteria (
  interview_id uuid primary key references reprise.interviews (id) on delete cascade,
  criteria jsonb not null,
  constraint interview_criteria_are_small check (octet_length(criteria::text) <= 32768)
);
comment on table reprise.interview_criteria is
  'The criteria by which an organization has the conversations of an interview assessed. Visible to members only. Without a row, the published '
  'defaults (reprise_private.default_criteria) apply.';
comment on column reprise.interview_criteria.criteria is
  'A list of {id, title, description, points}. Candidates read the titles where the interview shows results, and the descriptions never.';

-- The column is of an earlier domain than the table that it refers to.
alter table reprise.evaluation_history
  add foreign key (conversation_id) references reprise.conversations (session_id) on delete cascade;

create table reprise.conversation_criteria (
  session_id uuid primary key references reprise.conversations (session_id) on delete cascade,
  criteria jsonb not null
);
comment on table reprise.conversation_criteria is
  'The criteria of a conversation, as copied at its start; a regrade replaces them. Never visible to its candidate.';
