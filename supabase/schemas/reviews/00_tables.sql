-- Reviews by people: decisions, comments, scorecards and requests for a second review of a session, and the rules that an interview sets for
-- them. Members of the organization read these tables, candidates never do. Only functions write them, except review_rules.

create table reprise.review_rules (
  interview_id uuid primary key references reprise.interviews (id) on delete cascade,
  blind boolean not null default false,
  decision_visible_to_candidate boolean not null default false
);
comment on table reprise.review_rules is 'What an interview says about its reviews. An interview without a row has the defaults.';
comment on column reprise.review_rules.blind is
  'Whether members see what colleagues wrote about a session (scorecards, comments, decisions) only after their own scorecard.';
comment on column reprise.review_rules.decision_visible_to_candidate is
  'Whether candidates see the decision about them, without its reason and its author.';

create table reprise.decisions (
  id bigint generated always as identity primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  decision text not null,
  reason text,
  decided_by uuid references auth.users (id) on delete set null,
  decided_at timestamptz not null default clock_timestamp(),
  constraint decisions_decision_is_known check (decision in ('advance', 'hold', 'reject')),
  constraint decisions_reason_length check (char_length(reason) <= 2000)
);
comment on table reprise.decisions is 'What people decided about candidates. Append-only: the newest decision of a session counts.';
comment on column reprise.decisions.decided_by is 'The member who decided; null if their account was deleted.';
create index decisions_session_id_idx on reprise.decisions (session_id, id desc);
create index decisions_decided_by_idx on reprise.decisions (decided_by) where decided_by is not null;

create table reprise.review_comments (
  id bigint generated always as identity primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer,
  text text not null,
  author uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  constraint review_comments_position_not_negative check (position >= 0),
  constraint review_comments_text_length check (char_length(text) between 1 and 4000)
);
comment on table reprise.review_comments is 'Comments of members about a session or one of its questions. Append-only.';
comment on column reprise.review_comments.position is 'The question; null for a comment about the session.';
create index review_comments_session_id_idx on reprise.review_comments (session_id, id);
create index review_comments_author_idx on reprise.review_comments (author) where author is not null;

create table reprise.scorecards (
  id bigint generated always as identity primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  reviewer uuid references auth.users (id) on delete set null,
  recommendation text not null,
  ratings jsonb not null default '[]',
  note text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  constraint scorecards_recommendation_is_known check (recommendation in ('Strong Hire', 'Hire', 'Maybe', 'No Hire')),
  constraint scorecards_ratings_is_a_list check (jsonb_typeof(ratings) = 'array'),
  constraint scorecards_ratings_fit check (octet_length(ratings::text) <= 32768),
  constraint scorecards_note_length check (char_length(note) <= 4000)
);
comment on table reprise.scorecards is
  'How members rate a session. Append-only: a changed scorecard is a new row, and the newest row of each reviewer counts.';
comment on column reprise.scorecards.ratings is 'Objects with "rating" (1 to 4), "position" or "criterion", and "note".';
create index scorecards_session_id_idx on reprise.scorecards (session_id, reviewer, id desc);
create index scorecards_reviewer_idx on reprise.scorecards (reviewer, session_id) where reviewer is not null;

create table reprise.second_reviews (
  id bigint generated always as identity primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  reviewer uuid references auth.users (id) on delete cascade,
  note text not null default '',
  asked_by uuid references auth.users (id) on delete set null,
  asked_at timestamptz not null default clock_timestamp(),
  constraint second_reviews_note_length check (char_length(note) <= 1000)
);
comment on table reprise.second_reviews is 'Requests for another review of a session. Done when a scorecard came in after the request.';
comment on column reprise.second_reviews.reviewer is 'The member who is asked; null asks any member.';
create index second_reviews_session_id_idx on reprise.second_reviews (session_id, reviewer);
create index second_reviews_reviewer_idx on reprise.second_reviews (reviewer) where reviewer is not null;
create index second_reviews_asked_by_idx on reprise.second_reviews (asked_by) where asked_by is not null;
