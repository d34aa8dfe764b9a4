-- The seed of each timed session: with it the draw from pools and the order of options can be computed again. Not in interview_sessions,
-- which candidates read: it would tell in which order the options were written.

create table reprise_private.session_seeds (
  session_id uuid primary key references reprise.interview_sessions (id) on delete cascade,
  seed uuid not null
);
comment on table reprise_private.session_seeds is 'What the questions of a session were drawn, and its options shuffled, with.';
