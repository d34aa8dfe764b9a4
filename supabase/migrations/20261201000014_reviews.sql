-- Baseline: decisions, comments and scorecards of people, the candidates table, and actions on many sessions. The files of supabase/schemas/reviews, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

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

-- Returns one row of the candidates' table: a session with its result and what people decided about it, as the caller may see it.
create function reprise_private.candidate_row(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_hidden boolean := reprise_private.hides_reviews(p_session.id);
  v_decision reprise.decisions;
begin
  select * into v_decision from reprise.decisions d
  where d.session_id = p_session.id and (not v_hidden or d.decided_by = v_user_id) order by d.id desc limit 1;
  return reprise_private.result_row(p_session) || jsonb_build_object(
    'state', p_session.status,
    'live', exists (
      select from reprise.active_interview_sessions a where a.session_id = p_session.id and a.lease_expires_at > now()
    ),
    'decision', reprise_private.decision_view(v_decision), 'reviews_hidden', v_hidden,
    'comments', (
      select count(*) from reprise.review_comments c where c.session_id = p_session.id and (not v_hidden or c.author = v_user_id)
    ),
    'scorecards', (select count(distinct c.reviewer) from reprise.scorecards c where c.session_id = p_session.id),
    'invited_at', null
  );
end
$$;
comment on function reprise_private.candidate_row is 'Returns a session as a row of the candidates'' table.';

-- Appends a comment about a session, or about the question at "position". The caller holds the candidate's lock. A repeat of the author's newest
-- comment changes nothing. At most 200 comments of one author a session. Errors: invalid_request, limit_reached.
create function reprise_private.comment_on_session(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_text text := p_arguments ->> 'text';
  v_position integer := (p_arguments ->> 'position')::integer;
  v_newest reprise.review_comments;
  v_id bigint;
begin
  if reprise_private.is_blank(v_text) or char_length(v_text) > 4000 then
    perform reprise_private.invalid_request('text', 'is required, at most 4000 characters');
  elsif v_position is not null and not exists (
    select from reprise.session_questions q where q.session_id = p_session.id and q.position = v_position
  ) then
    perform reprise_private.invalid_request('position', 'is not a question of this session');
  end if;
  select * into v_newest from reprise.review_comments c
  where c.session_id = p_session.id and c.author = p_actor order by c.id desc limit 1;
  if v_newest.text = v_text and v_newest.position is not distinct from v_position then
    return jsonb_build_object('replayed', true);
  elsif (select count(*) from reprise.review_comments c where c.session_id = p_session.id and c.author = p_actor) >= 200 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "comments", "limit": 200}');
  end if;
  insert into reprise.review_comments (session_id, position, text, author)
  values (p_session.id, v_position, v_text, p_actor)
  returning id into v_id;
  return jsonb_build_object('comment_id', v_id, 'position', v_position);
end
$$;
comment on function reprise_private.comment_on_session is 'Appends a comment about a session or one of its questions.';

-- Trigger of what people write about a session: counts a stored or deleted text for its author, and refuses one for which the author has no
-- room left. Calls of one reviewer queue for their rate limit, so exactly those pass whose texts fit.
-- Errors: rate_limited, limit_reached (both with reason storage).
create function reprise_private.count_review()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
  v_author uuid := v_row ->> tg_argv[0];
  v_bytes bigint := coalesce(octet_length(v_row ->> 'reason'), 0) + coalesce(octet_length(v_row ->> 'text'), 0)
    + coalesce(octet_length(v_row ->> 'note'), 0) + coalesce(octet_length(v_row ->> 'ratings'), 0);
begin
  if tg_op = 'INSERT' then
    perform reprise_private.check_stored_bytes(v_author, v_bytes);
  end if;
  perform reprise_private.count_stored_bytes(v_author, case tg_op when 'DELETE' then -v_bytes else v_bytes end);
  return null;
end
$$;
comment on function reprise_private.count_review is 'Trigger: counts what a person wrote about a session, and refuses it without room.';

-- Appends a decision about a candidate; it counts until the next one. The caller holds the candidate's lock. A repeat of the actor's own newest
-- decision with the same reason changes nothing. At most 100 decisions a session. A session in progress is not decided on.
-- Errors: invalid_request, not_allowed (in progress), limit_reached.
create function reprise_private.decide(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_decision text := p_arguments ->> 'decision';
  v_newest reprise.decisions;
  v_id bigint;
begin
  if v_decision is null or v_decision not in ('advance', 'hold', 'reject') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold or reject');
  elsif p_session.status = 'in_progress' then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "session_in_progress"}');
  end if;
  -- While decisions of colleagues are hidden, the response must not depend on them.
  select * into v_newest from reprise.decisions d
  where d.session_id = p_session.id and (d.decided_by = p_actor or not reprise_private.hides_reviews(p_session.id)) order by d.id desc limit 1;
  if v_newest.decided_by = p_actor and v_newest.decision = v_decision and v_newest.reason is not distinct from p_reason then
    return jsonb_build_object('replayed', true);
  elsif (select count(*) from reprise.decisions d where d.session_id = p_session.id) >= 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "decisions", "limit": 100}');
  end if;
  insert into reprise.decisions (session_id, decision, reason, decided_by)
  values (p_session.id, v_decision, p_reason, p_actor)
  returning id into v_id;
  return jsonb_build_object('decision', v_decision, 'decision_id', v_id);
end
$$;
comment on function reprise_private.decide is 'Appends a decision about a candidate.';

-- Returns a decision as members see it; null without one.
create function reprise_private.decision_view(p_decision reprise.decisions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_decision.id is not null then jsonb_build_object(
    'decision', p_decision.decision, 'reason', p_decision.reason,
    'decided_by', reprise_private.candidate_name(p_decision.decided_by), 'decided_at', reprise_private.rfc3339(p_decision.decided_at)
  ) end;
end
$$;
comment on function reprise_private.decision_view is 'Returns a decision as members see it.';

-- Returns the name of the event that an action of a reviewer writes.
create function reprise_private.event_of_review(p_action text)
returns text
language sql immutable set search_path = ''
return case p_action
  when 'decide' then 'decision_made'
  when 'comment' then 'comment_added'
  when 'submit_scorecard' then 'scorecard_submitted'
  when 'request_second_review' then 'second_review_requested'
  else p_action
end;
comment on function reprise_private.event_of_review is 'Returns the name of the event that an action of a reviewer writes.';

-- Returns up to 500 rows of an interview's candidates for a file, newest first, and its title. Counts the use of export_interview, or with
-- p_reports, for a file of their reports, of export_reports. Errors: not_authenticated, interview_not_found, invalid_request, rate_limited.
create function reprise_private.export_candidates(p_interview_id uuid, p_cursor text, p_page_size integer, p_reports boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 500);
  v_page record;
begin
  perform reprise_private.check_account(v_user_id);
  if not reprise_private.can_review_interview(p_interview_id) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif v_size not between 1 and 500 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 500');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, case when p_reports then 'export_reports' else 'export_interview' end);
  v_page := reprise_private.list_candidates(p_interview_id, p_cursor, v_size, null, null, null, null, null, null);
  return jsonb_build_object(
    'user_id', v_user_id, 'title', (select i.title from reprise.interviews i where i.id = p_interview_id),
    'candidates', v_page.page, 'next_cursor', v_page.next_cursor, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.export_candidates is 'Returns rows of an interview''s candidates for a file.';

-- Returns who was invited to an interview and who started it, as far as the caller reviews them: sessions of the caller's organizations without
-- the caller's own, and invitations and rights without a session. The rows are sorted by (number, label, id desc), after the row of the
-- cursor, p_limit at most. Without a query, flag or decision, and newest first, it reads only the newest rows of each kind; otherwise every
-- session of the interview. While reviews are hidden, a decision counts only if it is the caller's own. An organization may write a right for
-- any id: it learns the name and the address of people it knows only ("known"), who accepted an invitation of it or have a session of it.
create function reprise_private.find_candidates(
  p_interview_id uuid, p_limit integer, p_after_number numeric, p_after_label text, p_after_id uuid,
  p_status text, p_query text, p_sort text, p_flag text, p_decision text, p_state text
)
returns table (id uuid, session_id uuid, invited_email text, user_id uuid, known boolean, state text, since timestamptz, number numeric, label text)
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_user_id uuid := reprise_private.caller_id();
  v_organizations uuid[] := array(select reprise_private.organizations_of_caller());
  v_organization_id uuid := (select i.organization_id from reprise.interviews i where i.id = p_interview_id);
  v_quick boolean := p_sort = '-started_at' and num_nonnulls(p_query, p_flag, p_decision) = 0;
  v_most integer := case when v_quick then p_limit end;
  v_before timestamptz := case when v_quick and p_after_id is not null
    then timestamptz 'epoch' - p_after_number * interval '1 microsecond' else 'infinity' end;
  v_before_id uuid := coalesce(case when v_quick then p_after_id end, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  v_blind boolean := exists (select from reprise.review_rules r where r.interview_id = p_interview_id and r.blind);
begin
  return query
  with taken as (
    select s.id, s.id as session_id, null::text as email, s.user_id, true as known, s.status as state, s.started_at as since
    from reprise.interview_sessions s
    where s.interview_id = p_interview_id and s.organization_id = any (v_organizations) and s.user_id <> v_user_id
      and (p_status is null or s.status = p_status) and (p_state is null or s.status = p_state)
      and (s.started_at, s.id) < (v_before, v_before_id)
    order by s.started_at desc, s.id desc
    limit v_most
  ), invited as (
    select v.id, null::uuid as session_id, v.email, v.user_id, true as known,
      case when v.expires_at <= now() then 'expired' when coalesce(v.opened_at, v.accepted_at) is not null then 'opened' else 'invited' end as state,
      v.created_at as since
    from reprise.invitations v
    where p_status is null and coalesce(p_state in ('invited', 'opened', 'expired'), true)
      and v.interview_id = p_interview_id and v.organization_id = any (v_organizations) and v.places is null and v.revoked_at is null
      and v.user_id is distinct from v_user_id
      and not exists (select from reprise.interview_sessions s where s.interview_id = p_interview_id and s.user_id = v.user_id)
      and (v.user_id is null or exists (
        select from reprise.interview_invitations r where r.interview_id = p_interview_id and r.user_id = v.user_id
      ))
      and (p_state is null or p_state =
        case when v.expires_at <= now() then 'expired' when coalesce(v.opened_at, v.accepted_at) is not null then 'opened' else 'invited' end)
      and (v.created_at, v.id) < (v_before, v_before_id)
    order by v.created_at desc, v.id desc
    limit v_most
  ), entitled as (
    select r.user_id as id, null::uuid as session_id, null::text as email, r.user_id,
      exists (select from reprise.invitations v where v.user_id = r.user_id and v.organization_id = v_organization_id)
        or exists (select from reprise.interview_sessions s where s.user_id = r.user_id and s.organization_id = v_organization_id) as known,
      case when r.expires_at <= now() then 'expired' else 'invited' end as state, r.created_at as since
    from reprise.interview_invitations r
    where p_status is null and coalesce(p_state in ('invited', 'expired'), true)
      and r.interview_id = p_interview_id and r.interview_id in (select reprise_private.interviews_of_caller()) and r.user_id <> v_user_id
      and not exists (select from reprise.interview_sessions s where s.interview_id = p_interview_id and s.user_id = r.user_id)
      and not exists (
        select from reprise.invitations v
        where v.interview_id = p_interview_id and v.user_id = r.user_id and v.places is null and v.revoked_at is null
      )
      and (p_state is null or p_state = case when r.expires_at <= now() then 'expired' else 'invited' end)
      and (r.created_at, r.user_id) < (v_before, v_before_id)
  ), people as (
    select c.*, lower(coalesce(u.email, c.email, '')) as address,
      -- Not read at all if it is large: its owner wrote it.
      lower(btrim(left(case when pg_column_size(u.raw_user_meta_data) < 16384 and jsonb_typeof(u.raw_user_meta_data -> 'full_name') = 'string'
        then u.raw_user_meta_data ->> 'full_name' end, 200))) as name
    from (select * from taken union all select * from invited union all select * from entitled) c
    left join auth.users u on u.id = c.user_id and c.known and not v_quick
  ), placed as (
    select p.*,
      case p_sort
        when '-started_at' then -extract(epoch from p.since) * 1000000
        when 'started_at' then extract(epoch from p.since) * 1000000
        when '-score' then -coalesce(o.total, -1)
        when 'score' then coalesce(o.total, 99999999)
        else 0
      end::numeric as number,
      case when p_sort = 'name' then left(coalesce(nullif(p.name, ''), p.address), 50) else '' end as label
    from people p
    left join reprise.session_results o on o.session_id = p.session_id and p_sort in ('score', '-score')
    where (p_query is null or strpos(p.address, p_query) > 0 or strpos(p.name, p_query) > 0)
      and (p_flag is null or (p.session_id is not null and (
        (p_flag in ('needs_person', 'needs_review', 'failed') and exists (
          select from reprise.evaluations e
          where e.session_id = p.session_id and e.status in ('needs_review', 'failed') and e.overridden_score is null
            and (p_flag = 'needs_person' or e.status = p_flag)
        ))
        or (p_flag in ('needs_person', 'late_answers') and exists (
          select from reprise.late_answers k where k.session_id = p.session_id and k.accepted_at is null
        ))
        or (p_flag not in ('needs_person', 'needs_review', 'failed', 'late_answers') and exists (
          select from reprise.evaluations e where e.session_id = p.session_id and e.flags @> array[p_flag]
        ))
      )))
      and (p_decision is null or p_decision = coalesce((
        select d.decision from reprise.decisions d
        where d.session_id = p.session_id and (not v_blind or d.decided_by = v_user_id or exists (
          select from reprise.scorecards c where c.session_id = d.session_id and c.reviewer = v_user_id
        ))
        order by d.id desc limit 1
      ), 'none'))
  )
  select o.id, o.session_id, o.email, o.user_id, o.known, o.state, o.since, o.number, o.label
  from placed o
  where p_after_id is null or (o.number, o.label) > (p_after_number, p_after_label)
    or (o.number, o.label) = (p_after_number, p_after_label) and o.id < p_after_id
  order by o.number, o.label, o.id desc
  limit p_limit;
end
$$;
comment on function reprise_private.find_candidates is 'Returns who was invited to an interview and who started it, sorted and filtered.';

-- Returns whether the reviews of colleagues about one session are hidden from the caller. The rule of sessions_with_hidden_reviews.
create function reprise_private.hides_reviews(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.interview_sessions s
    join reprise.review_rules r on r.interview_id = s.interview_id and r.blind
    where s.id = p_session_id
      and not exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = (select auth.uid()))
  );
end
$$;
comment on function reprise_private.hides_reviews is 'Returns whether the reviews of colleagues about a session are hidden from the caller.';

-- Returns one row of the candidates' table for somebody who has not started: it has the members of a row of a session (candidate_row), which are
-- null, except that nothing is flagged and nobody is live.
create function reprise_private.invited_row(p_id uuid, p_user_id uuid, p_email text, p_state text, p_since timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(m, null::text)
    from unnest(array[
      'id', 'mode', 'interview_id', 'title', 'status', 'position', 'question_count', 'time_limits', 'started_at', 'resume_until', 'completed_at',
      'closed_reason', 'extra_time_percent', 'practice', 'results_status', 'score', 'maximum', 'percentage', 'all_graded', 'waiting_points',
      'recommendation', 'decision', 'reviews_hidden', 'comments', 'scorecards'
    ]) m
  ) || jsonb_build_object(
    'invitation_id', nullif(p_id, p_user_id), 'state', p_state, 'invited_at', reprise_private.rfc3339(p_since), 'flags', '[]'::jsonb, 'live', false,
    'candidate', coalesce(
      reprise_private.candidate_name(p_user_id), jsonb_build_object('user_id', null, 'email', p_email, 'name', p_email)
    )
  );
end
$$;
comment on function reprise_private.invited_row is 'Returns somebody who has not started as a row of the candidates'' table.';

-- Returns whether an event tells what a colleague wrote about a session whose reviews are hidden from the caller. p_hidden says whether they are.
create function reprise_private.is_hidden_event(p_event reprise.session_events, p_hidden boolean)
returns boolean
language sql stable set search_path = ''
return p_hidden and p_event.event in ('decision_made', 'comment_added', 'scorecard_submitted', 'second_review_requested')
  and p_event.actor is distinct from reprise_private.caller_id();
comment on function reprise_private.is_hidden_event is 'Returns whether an event tells what the caller must not see yet.';

-- Returns whether a request for a second review is done: the member who was asked, or without one any member but the one who asked, has
-- submitted a scorecard after it. Scorecards from before the request do not count.
create function reprise_private.is_second_review_done(p_request reprise.second_reviews)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.scorecards c
    where c.session_id = p_request.session_id and c.created_at > p_request.asked_at
      and (c.reviewer = p_request.reviewer or (p_request.reviewer is null and c.reviewer is distinct from p_request.asked_by))
  );
end
$$;
comment on function reprise_private.is_second_review_done is 'Returns whether a request for a second review is done.';

-- Returns up to p_size rows of an interview's candidates after the cursor, and the cursor of the next page (null: none). The caller has checked
-- that its user reviews the interview. p_query is a part of a name or an address, compared in lower case; no pattern. p_state "started", the state
-- of an invitation, is "in_progress", the status of its session. Errors: invalid_request.
create function reprise_private.list_candidates(
  p_interview_id uuid, p_cursor text, p_size integer,
  p_status text, p_query text, p_sort text, p_flag text, p_decision text, p_state text,
  out page jsonb, out next_cursor text
)
language plpgsql stable set search_path = ''
as $$
declare
  v_query text := nullif(lower(btrim(p_query)), '');
  v_sort text := coalesce(p_sort, '-started_at');
  v_state text := case p_state when 'started' then 'in_progress' else p_state end;
  v_after_number numeric;
  v_after_label text;
  v_after_id uuid;
  v_found record;
  v_last record;
  v_seen integer := 0;
  v_rows jsonb[] := '{}';
begin
  if char_length(p_query) > 200 then
    perform reprise_private.invalid_request('q', 'must be at most 200 characters');
  elsif v_sort not in ('started_at', '-started_at', 'name', 'score', '-score') then
    perform reprise_private.invalid_request('sort', 'must be started_at, -started_at, name, score or -score');
  elsif p_flag !~ '^[a-z_]{1,50}$' then
    perform reprise_private.invalid_request('flag', 'is not a flag');
  elsif p_decision not in ('advance', 'hold', 'reject', 'none') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold, reject or none');
  elsif v_state not in ('invited', 'opened', 'expired', 'in_progress', 'completed', 'cancelled', 'abandoned') then
    perform reprise_private.invalid_request('state', 'must be invited, opened, expired, started, in_progress, completed, cancelled or abandoned');
  elsif p_cursor !~ '^-?\d{1,18}(\.\d{1,6})?_([0-9a-f]{2}){0,200}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  if p_cursor is not null then
    v_after_number := split_part(p_cursor, '_', 1)::numeric;
    v_after_id := split_part(p_cursor, '_', 3)::uuid;
    begin
      v_after_label := convert_from(decode(split_part(p_cursor, '_', 2), 'hex'), 'UTF8');
    exception when character_not_in_repertoire or untranslatable_character then
      perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
    end;
  end if;
  for v_found in
    select * from reprise_private.find_candidates(
      p_interview_id, p_size + 1, v_after_number, v_after_label, v_after_id, p_status, v_query, v_sort, p_flag, p_decision, v_state
    )
  loop
    v_seen := v_seen + 1;
    if v_seen > p_size then
      next_cursor := v_last.number || '_' || encode(convert_to(v_last.label, 'UTF8'), 'hex') || '_' || v_last.id;
      exit;
    end if;
    v_last := v_found;
    v_rows := array_append(v_rows, case when v_found.session_id is null
      then reprise_private.invited_row(v_found.id, v_found.user_id, v_found.invited_email, v_found.state, v_found.since)
        || case when v_found.known then '{}' else jsonb_build_object('candidate', reprise_private.unknown_person(v_found.user_id)) end
      else (select reprise_private.candidate_row(s) from reprise.interview_sessions s where s.id = v_found.session_id) end);
  end loop;
  page := to_jsonb(v_rows);
end
$$;
comment on function reprise_private.list_candidates is 'Returns one page of an interview''s candidates.';

-- Returns the decision about a session as its candidate sees it: without reason and author, and only if the interview says so. Null otherwise.
create function reprise_private.own_decision_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('decision', d.decision, 'decided_at', reprise_private.rfc3339(d.decided_at))
    from reprise.decisions d
    where d.session_id = p_session.id and exists (
      select from reprise.review_rules r
      join reprise.interviews i on i.id = r.interview_id and i.organization_id = p_session.organization_id
      where r.interview_id = p_session.interview_id and r.decision_visible_to_candidate
    )
    order by d.id desc
    limit 1
  );
end
$$;
comment on function reprise_private.own_decision_view is 'Returns the decision about a session as its candidate sees it.';

-- Trigger: decisions, comments, scorecards and requests are append-only for every role. They are deleted with their session or account, and
-- lose their author when that account is deleted: foreign keys act inside a trigger.
create function reprise_private.refuse_change_of_review()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if pg_trigger_depth() > 1 then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_review is 'Trigger: refuses changes of what people wrote about a session.';

-- Trigger: a blind review stays blind once somebody has started the interview: whoever sets its rules is a reviewer too, who could read what
-- colleagues wrote before their own scorecard is in. Locks the interview against starts: a concurrent one has committed and is seen here, or
-- waits. Deleting an interview deletes its rules. Errors: interview_has_sessions (reason blind).
create function reprise_private.refuse_unblinding()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.interviews i where i.id = old.interview_id for update;
  if found and exists (select from reprise.interview_sessions s where s.interview_id = old.interview_id) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_has_sessions', '{"reason": "blind"}');
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
comment on function reprise_private.refuse_unblinding is 'Trigger: refuses to end the blind review of an interview that somebody has started.';

-- Asks a member of the session's organization ("reviewer_id"; without one, any member) for another review. The caller holds the candidate's lock.
-- A repeat changes nothing while the request is open; once it is done, it is a new request. Nobody is asked to review themselves.
-- Errors: invalid_request.
create function reprise_private.request_second_review(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_reviewer uuid := (p_arguments ->> 'reviewer_id')::uuid;
  v_note text := coalesce(p_arguments ->> 'note', '');
begin
  if char_length(v_note) > 1000 then
    perform reprise_private.invalid_request('note', 'must be at most 1000 characters');
  elsif v_reviewer in (p_session.user_id, p_actor) then
    perform reprise_private.invalid_request('reviewer_id', 'must be a colleague, and not the candidate');
  elsif v_reviewer is not null and not exists (
    select from reprise.organization_members m where m.organization_id = p_session.organization_id and m.user_id = v_reviewer
  ) then
    perform reprise_private.invalid_request('reviewer_id', 'is not a member of this organization');
  end if;
  if exists (
    select from reprise.second_reviews a
    where a.session_id = p_session.id and a.reviewer is not distinct from v_reviewer and not reprise_private.is_second_review_done(a)
  ) then
    return jsonb_build_object('replayed', true);
  end if;
  insert into reprise.second_reviews (session_id, reviewer, note, asked_by)
  values (p_session.id, v_reviewer, v_note, p_actor);
  return jsonb_build_object('reviewer_id', v_reviewer);
end
$$;
comment on function reprise_private.request_second_review is 'Asks a member for another review of a session.';

-- Performs one action (decide or extend_time) on up to 200 sessions of the caller's organizations, each as review_session would, and returns whom
-- it concerned and who was skipped and why: not_found, own_session, busy (in another transaction), session_in_progress, session_closed,
-- has_more_time, unchanged, limit_reached. A dry run changes nothing. Owners and recruiters only. Locks each candidate, in the order of users, without
-- waiting; after 0.4 seconds the rest is returned in "remaining", for the next call. A repeat skips what is done.
-- Errors: not_authenticated, invalid_request, rate_limited.
create function reprise_private.review_sessions(
  p_session_ids uuid[], p_action text, p_reason text, p_arguments jsonb, p_dry_run boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_stop_at timestamptz := clock_timestamp() + interval '0.4 seconds';
  v_found record;
  v_session reprise.interview_sessions;
  v_why text;
  v_detail jsonb;
  v_seen integer := 0;
  v_done jsonb := '[]';
  v_skipped jsonb := '[]';
  v_remaining jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  if p_action not in ('decide', 'extend_time') then
    perform reprise_private.invalid_request('action', 'must be decide or extend_time');
  elsif coalesce(cardinality(p_session_ids), 0) not between 1 and 200 then
    perform reprise_private.invalid_request('session_ids', 'must be 1 to 200 sessions');
  elsif p_action = 'decide' and coalesce(p_arguments ->> 'decision', '') not in ('advance', 'hold', 'reject') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold or reject');
  elsif p_action = 'extend_time' and coalesce((p_arguments ->> 'extra_time_percent')::integer, -1) not between 0 and 400 then
    perform reprise_private.invalid_request('extra_time_percent', 'must be between 0 and 400');
  end if;
  if p_action <> 'decide' or p_reason is not null then
    perform reprise_private.check_reason(p_reason);
  end if;
  perform reprise_private.take_rate_limit(v_user_id, case when p_dry_run then 'review' else 'review_many' end);
  for v_found in
    select w.id as wanted, s.id, s.user_id
    from (select distinct i as id from unnest(p_session_ids) i) w
    left join reprise.interview_sessions s
      on s.id = w.id and s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
    order by s.user_id nulls first, w.id
  loop
    if v_found.id is null then
      v_skipped := v_skipped || jsonb_build_object('session_id', v_found.wanted, 'candidate', null, 'reason', 'not_found');
      continue;
    elsif v_seen > 0 and clock_timestamp() > v_stop_at then
      v_remaining := v_remaining || to_jsonb(v_found.wanted);
      continue;
    end if;
    v_seen := v_seen + 1;
    v_why := null;
    if v_found.user_id = v_user_id then
      v_why := 'own_session';
    elsif not p_dry_run and not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(v_found.user_id)) then
      v_why := 'busy';
    else
      -- A statement of its own: its snapshot is newer than the lock.
      select * into v_session from reprise.interview_sessions s where s.id = v_found.id;
      if not p_dry_run then
        v_session := reprise_private.settle_session(v_session);
      end if;
      v_why := case
        when p_action = 'decide' and v_session.status = 'in_progress' then 'session_in_progress'
        when p_action = 'decide' and p_arguments ->> 'decision' = (
          select d.decision from reprise.decisions d
          where d.session_id = v_session.id and (d.decided_by = v_user_id or not reprise_private.hides_reviews(v_session.id))
          order by d.id desc limit 1
        ) then 'unchanged'
        when p_action = 'decide' and (select count(*) from reprise.decisions d where d.session_id = v_session.id) >= 100 then 'limit_reached'
        when p_action = 'extend_time' and v_session.status <> 'in_progress' then 'session_closed'
        when p_action = 'extend_time' and (p_arguments ->> 'extra_time_percent')::integer < v_session.extra_time_percent then 'has_more_time'
        when p_action = 'extend_time' and (p_arguments ->> 'extra_time_percent')::integer = v_session.extra_time_percent then 'unchanged'
      end;
    end if;
    if v_why is not null then
      v_skipped := v_skipped || jsonb_build_object(
        'session_id', v_found.id, 'candidate', reprise_private.candidate_name(v_found.user_id), 'reason', v_why
      );
      continue;
    end if;
    if not p_dry_run then
      v_detail := case p_action
        when 'decide' then reprise_private.decide(v_session, v_user_id, p_reason, p_arguments)
        else reprise_private.extend_time(v_session, v_user_id, p_reason, p_arguments)
      end;
      perform reprise_private.record_event(
        v_session.id, v_user_id, reprise_private.event_of_review(p_action), v_detail || jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
      );
    end if;
    v_done := v_done || jsonb_build_object('session_id', v_found.id, 'candidate', reprise_private.candidate_name(v_found.user_id));
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'action', p_action, 'sessions', v_done, 'skipped', v_skipped, 'remaining', v_remaining,
    'done', jsonb_array_length(v_remaining) = 0, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.review_sessions is 'Performs one action on many sessions, or says whom it would concern.';

-- Returns what people wrote about a session, as the caller may see it: the decision with its history (newest first), comments (the newest 200),
-- the newest scorecard of each reviewer, and requests for a second review. While reviews are hidden from the caller, only their own rows are
-- there, requests of colleagues have no note, and "scorecards_hidden" counts the reviewers whose scorecards are not.
create function reprise_private.reviews_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_hidden boolean := reprise_private.hides_reviews(p_session.id);
  v_decisions reprise.decisions[];
begin
  v_decisions := array(
    select d from reprise.decisions d
    where d.session_id = p_session.id and (not v_hidden or d.decided_by = v_user_id) order by d.id desc
  );
  return jsonb_build_object(
    'decision', reprise_private.decision_view(v_decisions[1]),
    'decisions', coalesce((select jsonb_agg(reprise_private.decision_view(d) order by d.id desc) from unnest(v_decisions) d), '[]'),
    'comments', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', c.id, 'position', c.position, 'text', c.text, 'author', reprise_private.candidate_name(c.author),
          'created_at', reprise_private.rfc3339(c.created_at)
        ) order by c.id
      )
      from (
        select o.* from reprise.review_comments o
        where o.session_id = p_session.id and (not v_hidden or o.author = v_user_id) order by o.id desc limit 200
      ) c
    ), '[]'),
    'scorecards', coalesce((
      select jsonb_agg(reprise_private.scorecard_view(c) order by c.id)
      from reprise.scorecards c
      where c.session_id = p_session.id and (not v_hidden or c.reviewer = v_user_id)
        and (c.reviewer is null or not exists (
          select from reprise.scorecards o where o.session_id = c.session_id and o.reviewer = c.reviewer and o.id > c.id
        ))
    ), '[]'),
    'second_reviews', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'reviewer', reprise_private.candidate_name(a.reviewer), 'note', case when v_hidden and a.asked_by is distinct from v_user_id then '' else a.note end,
          'asked_by', reprise_private.candidate_name(a.asked_by),
          'asked_at', reprise_private.rfc3339(a.asked_at),
          'done', reprise_private.is_second_review_done(a)
        ) order by a.id
      )
      from reprise.second_reviews a where a.session_id = p_session.id
    ), '[]'),
    'reviews_hidden', v_hidden,
    'scorecards_hidden', case when v_hidden then (
      select count(distinct coalesce(c.reviewer, reprise_private.nobody())) from reprise.scorecards c where c.session_id = p_session.id
    ) else 0 end
  );
end
$$;
comment on function reprise_private.reviews_view is 'Returns what people wrote about a session, as the caller may see it.';

-- Returns a scorecard as members see it, with the newest 3 earlier ones of the same reviewer.
create function reprise_private.scorecard_view(p_scorecard reprise.scorecards)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_scorecard.id, 'reviewer', reprise_private.candidate_name(p_scorecard.reviewer), 'recommendation', p_scorecard.recommendation,
    'ratings', p_scorecard.ratings, 'note', p_scorecard.note, 'created_at', reprise_private.rfc3339(p_scorecard.created_at),
    'earlier', coalesce((
      select jsonb_agg(
        jsonb_build_object('recommendation', c.recommendation, 'ratings', c.ratings, 'note', c.note, 'created_at', reprise_private.rfc3339(c.created_at))
        order by c.id desc
      )
      from (
        select o.* from reprise.scorecards o
        where o.session_id = p_scorecard.session_id and o.reviewer = p_scorecard.reviewer and o.id < p_scorecard.id
        order by o.id desc limit 3
      ) c
    ), '[]')
  );
end
$$;
comment on function reprise_private.scorecard_view is 'Returns a scorecard as members see it.';

-- Returns the sessions of the caller's organizations about which the caller must not see what colleagues wrote: their interview is reviewed
-- blind, and the caller's own scorecard is not in. Security definer, like reprise_private.sessions_under_review.
create function reprise_private.sessions_with_hidden_reviews()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id
  from reprise.review_rules r
  join reprise.interview_sessions s on s.interview_id = r.interview_id
  where r.blind and s.organization_id in (select reprise_private.organizations_of_caller())
    and not exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = (select auth.uid()))
$$;
comment on function reprise_private.sessions_with_hidden_reviews is 'Returns the sessions whose reviews by colleagues are hidden from the caller.';

-- Appends a scorecard: a recommendation, up to 100 ratings (1 to 4, each of a question or of a criterion with a name; 32 KiB in all) and a note. The
-- reviewer's newest scorecard counts; earlier ones stay. The caller holds the candidate's lock. A repeat of the newest changes nothing, unless
-- somebody has asked for another review since: then it answers that. At most 20 scorecards of one reviewer a session. A session in progress
-- has none. Errors: invalid_request, not_allowed (in progress), limit_reached.
create function reprise_private.submit_scorecard(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_recommendation text := p_arguments ->> 'recommendation';
  v_note text := coalesce(p_arguments ->> 'note', '');
  v_ratings jsonb := coalesce(nullif(p_arguments -> 'ratings', 'null'), '[]');
  v_newest reprise.scorecards;
  v_count integer;
  v_id bigint;
begin
  if v_recommendation is null or v_recommendation not in ('Strong Hire', 'Hire', 'Maybe', 'No Hire') then
    perform reprise_private.invalid_request('recommendation', 'must be Strong Hire, Hire, Maybe or No Hire');
  elsif char_length(v_note) > 4000 then
    perform reprise_private.invalid_request('note', 'must be at most 4000 characters');
  elsif jsonb_typeof(v_ratings) <> 'array' or jsonb_array_length(v_ratings) > 100 then
    perform reprise_private.invalid_request('ratings', 'must be a list of at most 100 ratings');
  elsif p_session.status = 'in_progress' then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "session_in_progress"}');
  end if;
  if exists (
    select from jsonb_array_elements(v_ratings) r
    where jsonb_typeof(r) <> 'object' or r ->> 'rating' is null or r ->> 'rating' !~ '^[1-4]$'
      or num_nonnulls(r ->> 'position', r ->> 'criterion') <> 1
      or char_length(r ->> 'criterion') not between 1 and 200 or char_length(r ->> 'note') > 1000
      or (r ->> 'position' is not null and not exists (
        select from reprise.session_questions q where q.session_id = p_session.id and q.position::text = r ->> 'position'
      ))
  ) then
    perform reprise_private.invalid_request(
      'ratings', 'must each have a rating from 1 to 4, and the position of a question or a criterion of at most 200 characters'
    );
  end if;
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'position', (r ->> 'position')::integer, 'criterion', r ->> 'criterion', 'rating', (r ->> 'rating')::integer, 'note', nullif(r ->> 'note', '')
  )) order by n) into v_ratings
  from jsonb_array_elements(v_ratings) with ordinality e (r, n);
  v_ratings := coalesce(v_ratings, '[]');
  if octet_length(v_ratings::text) > 32768 then
    perform reprise_private.invalid_request('ratings', 'must take at most 32768 bytes');
  end if;
  select * into v_newest from reprise.scorecards c
  where c.session_id = p_session.id and c.reviewer = p_actor order by c.id desc limit 1;
  if (v_newest.recommendation, v_newest.ratings, v_newest.note) = (v_recommendation, v_ratings, v_note) and not exists (
    select from reprise.second_reviews a
    where a.session_id = p_session.id and (a.reviewer = p_actor or (a.reviewer is null and a.asked_by is distinct from p_actor))
      and not reprise_private.is_second_review_done(a)
  ) then
    return jsonb_build_object('replayed', true);
  end if;
  v_count := (select count(*) from reprise.scorecards c where c.session_id = p_session.id and c.reviewer = p_actor);
  if v_count >= 20 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "scorecards", "limit": 20}');
  end if;
  insert into reprise.scorecards (session_id, reviewer, recommendation, ratings, note)
  values (p_session.id, p_actor, v_recommendation, v_ratings, v_note)
  returning id into v_id;
  return jsonb_build_object('scorecard_id', v_id, 'revision', v_count + 1);
end
$$;
comment on function reprise_private.submit_scorecard is 'Appends a scorecard of a reviewer.';

-- Returns a person whom the organization does not know, like reprise_private.candidate_name: no address, and a name that tells two of them apart.
create function reprise_private.unknown_person(p_user_id uuid)
returns jsonb
language sql immutable set search_path = ''
return jsonb_build_object('user_id', p_user_id, 'email', null, 'name', 'Candidate ' || left(p_user_id::text, 4));
comment on function reprise_private.unknown_person is 'Returns a person without their name and address.';

-- Returns the points of a session's answers that have no score yet, which its total lacks.
create function reprise_private.waiting_points(p_session_id uuid)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(sum(e.max_score), 0) from reprise.evaluations e
    where e.session_id = p_session_id and reprise_private.counted_score(e) is null
  );
end
$$;
comment on function reprise_private.waiting_points is 'Returns the points of a session''s answers that have no score yet.';

-- Returns rows of an interview's candidates for a file. See reprise_private.export_candidates.
create function reprise.export_candidates(interview_id uuid, cursor text default null, page_size integer default 500, reports boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.export_candidates(interview_id, cursor, page_size, coalesce(reports, false));
end
$$;
comment on function reprise.export_candidates is 'Returns rows of an interview''s candidates for a file. See reprise_private.export_candidates.';

-- Performs one action on many sessions, or says whom it would concern. See reprise_private.review_sessions.
create function reprise.review_sessions(
  session_ids uuid[], action text, reason text default null, arguments jsonb default '{}', dry_run boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.review_sessions(
    session_ids, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end,
    coalesce(dry_run, false)
  );
end
$$;
comment on function reprise.review_sessions is 'Performs one action on many sessions, or says whom it would concern. See reprise_private.review_sessions.';

-- Row level security: members read what was written about their organization's sessions, and what colleagues wrote only while it is not hidden.
-- Nobody writes, except the rules of an interview.

alter table reprise.review_rules enable row level security;
create policy "members read the rules of their interviews" on reprise.review_rules
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters set rules" on reprise.review_rules
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change rules" on reprise.review_rules
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.decisions enable row level security;
create policy "members read decisions of their organization" on reprise.decisions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (decided_by = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.review_comments enable row level security;
create policy "members read comments of their organization" on reprise.review_comments
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (author = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.scorecards enable row level security;
create policy "members read scorecards of their organization" on reprise.scorecards
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (reviewer = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
alter table reprise.second_reviews enable row level security;
create policy "members read requests of their organization" on reprise.second_reviews
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and (asked_by = (select auth.uid()) or session_id not in (select reprise_private.sessions_with_hidden_reviews()))
  );
create trigger review_rules_are_audited
  after insert or update or delete on reprise.review_rules
  for each row execute function reprise_private.record_change('interview_id');
create trigger review_rules_stay_blind
  before update on reprise.review_rules
  for each row when (old.blind and (not new.blind or new.interview_id <> old.interview_id))
  execute function reprise_private.refuse_unblinding();
create trigger blind_review_rules_stay
  before delete on reprise.review_rules
  for each row when (old.blind) execute function reprise_private.refuse_unblinding();
create trigger decisions_append_only
  before update or delete on reprise.decisions
  for each row execute function reprise_private.refuse_change_of_review();
create trigger review_comments_append_only
  before update or delete on reprise.review_comments
  for each row execute function reprise_private.refuse_change_of_review();
create trigger scorecards_append_only
  before update or delete on reprise.scorecards
  for each row execute function reprise_private.refuse_change_of_review();
create trigger second_reviews_append_only
  before update or delete on reprise.second_reviews
  for each row execute function reprise_private.refuse_change_of_review();
create trigger decisions_are_counted
  after insert or delete on reprise.decisions
  for each row execute function reprise_private.count_review('decided_by');
create trigger review_comments_are_counted
  after insert or delete on reprise.review_comments
  for each row execute function reprise_private.count_review('author');
create trigger scorecards_are_counted
  after insert or delete on reprise.scorecards
  for each row execute function reprise_private.count_review('reviewer');
create trigger second_reviews_are_counted
  after insert or delete on reprise.second_reviews
  for each row execute function reprise_private.count_review('asked_by');
-- In the audit trail as well: what a colleague wrote is hidden until the reader's own scorecard is in.
alter policy "members read the audit trail of their organization" on reprise.session_events
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
    and not (
      event in ('decision_made', 'comment_added', 'scorecard_submitted', 'second_review_requested') and actor is distinct from (select auth.uid())
      and session_id in (select reprise_private.sessions_with_hidden_reviews())
    )
  );
create trigger review_comments_created_at_is_the_servers
  after insert on reprise.review_comments
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');
create trigger scorecards_created_at_is_the_servers
  after insert on reprise.scorecards
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');

-- Privileges of the tables and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.decisions,
  reprise.review_comments,
  reprise.review_rules,
  reprise.scorecards,
  reprise.second_reviews
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.decisions_id_seq,
  reprise.review_comments_id_seq,
  reprise.scorecards_id_seq,
  reprise.second_reviews_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.decisions,
  reprise.review_comments,
  reprise.review_rules,
  reprise.scorecards,
  reprise.second_reviews
to authenticated;
grant insert, update on reprise.review_rules to authenticated;

revoke execute on function
  reprise.export_candidates,
  reprise.review_sessions,
  reprise_private.candidate_row,
  reprise_private.comment_on_session,
  reprise_private.count_review,
  reprise_private.decide,
  reprise_private.decision_view,
  reprise_private.event_of_review,
  reprise_private.export_candidates,
  reprise_private.find_candidates,
  reprise_private.hides_reviews,
  reprise_private.invited_row,
  reprise_private.is_hidden_event,
  reprise_private.is_second_review_done,
  reprise_private.list_candidates,
  reprise_private.own_decision_view,
  reprise_private.refuse_change_of_review,
  reprise_private.refuse_unblinding,
  reprise_private.request_second_review,
  reprise_private.review_sessions,
  reprise_private.reviews_view,
  reprise_private.scorecard_view,
  reprise_private.sessions_with_hidden_reviews,
  reprise_private.submit_scorecard,
  reprise_private.unknown_person,
  reprise_private.waiting_points
from public, anon, authenticated, service_role;
grant execute on function
  reprise.export_candidates,
  reprise.review_sessions,
  reprise_private.export_candidates,
  reprise_private.review_sessions,
  reprise_private.sessions_with_hidden_reviews
to authenticated;

reset check_function_bodies;
reset lock_timeout;
