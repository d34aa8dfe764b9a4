-- Baseline: interviews, their questions and invitations. The files of supabase/schemas/interviews, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Interviews, their ordered questions and their invitations.

create table reprise.interviews (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  title text not null,
  description text not null default '',
  is_public boolean not null default false,
  status text not null default 'draft',
  grace_seconds integer not null default 2,
  resume_window_minutes integer not null default 1440,
  start_over_allowed boolean not null default false,
  attempts_allowed integer,
  results_visible_to_candidate boolean not null default false,
  created_at timestamptz not null default now(),
  mode text not null default 'timed',
  break_seconds integer not null default 0,
  shuffle_options boolean not null default false,
  constraint interviews_title_length check (char_length(title) between 1 and 200),
  constraint interviews_status_is_known check (status in ('draft', 'published', 'archived')),
  constraint interviews_grace_in_range check (grace_seconds between 0 and 60),
  constraint interviews_resume_window_in_range check (resume_window_minutes between 1 and 43200),
  constraint interviews_attempts_positive check (attempts_allowed > 0),
  constraint interviews_mode_is_known check (mode in ('timed', 'conversation')),
  constraint interviews_break_in_range check (break_seconds between 0 and 7200),
  constraint interviews_break_only_between_questions check (break_seconds = 0 or mode = 'timed')
);
comment on table reprise.interviews is
  'Ordered lists of questions. Sessions copy what they need at start, so editing an interview does not change running sessions.';
comment on column reprise.interviews.is_public is 'Whether any signed-in user may take it; otherwise only invited users may.';
comment on column reprise.interviews.status is
  'draft → published → archived → published; back to draft only before its first session. Only a published interview can be started.';
comment on column reprise.interviews.grace_seconds is
  'Added to every deadline on the server, to allow for network delay; published to the candidate.';
comment on column reprise.interviews.resume_window_minutes is
  'How long after the start a session can be resumed; never less than the sum of its time limits and its breaks.';
comment on column reprise.interviews.start_over_allowed is
  'Whether start_over may abandon a session in progress. attempts_allowed limits how often a candidate may start at all.';
comment on column reprise.interviews.attempts_allowed is 'Sessions a candidate may start; null means no limit. An invitation overrides it.';
comment on column reprise.interviews.mode is 'timed: questions with time limits; conversation: messages with an interviewer, without questions.';
comment on column reprise.interviews.break_seconds is
  'How long all breaks of a session may take together. A break is between two questions; 0 allows none.';
comment on column reprise.interviews.shuffle_options is
  'Whether each session shows the options of a question in an order of its own; otherwise in the order in which they are written.';
create index interviews_organization_id_idx on reprise.interviews (organization_id);
create index interviews_public_idx on reprise.interviews (created_at desc, id desc) where status = 'published' and is_public;

create table reprise.interview_questions (
  interview_id uuid not null references reprise.interviews (id) on delete cascade,
  position integer not null,
  question_id uuid not null references reprise.questions (id),
  pool integer,
  draw_count integer,
  primary key (interview_id, position),
  constraint interview_questions_position_in_range check (position between 0 and 99),
  constraint interview_questions_pool_in_range check (pool between 1 and 100),
  constraint interview_questions_draw_count_in_range check (draw_count between 0 and 100),
  constraint interview_questions_draw_count_of_a_pool check ((pool is null) = (draw_count is null))
);
comment on table reprise.interview_questions is 'The questions of an interview. Positions count from 0; gaps are closed when a session starts.';
comment on column reprise.interview_questions.pool is
  'Null: every session asks the question. Questions of the same pool are drawn from: each session asks draw_count of them, where the first is.';
comment on column reprise.interview_questions.draw_count is 'How many questions of its pool a session asks; the same for all of them. A draft may hold 0.';
create index interview_questions_question_id_idx on reprise.interview_questions (question_id);

create table reprise.interview_invitations (
  interview_id uuid not null references reprise.interviews (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  extra_time_percent integer not null default 0,
  attempts_allowed integer default 1,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (interview_id, user_id),
  constraint interview_invitations_extra_time_in_range check (extra_time_percent between 0 and 400),
  constraint interview_invitations_attempts_positive check (attempts_allowed > 0)
);
comment on table reprise.interview_invitations is
  'The right of one candidate to take an interview, with extra time and a number of attempts; given by an invitation or by hand.';
comment on column reprise.interview_invitations.extra_time_percent is 'Extra time in percent: 25 makes every time limit a quarter longer.';
create index interview_invitations_user_id_idx on reprise.interview_invitations (user_id);

-- Returns the questions that a session of an interview can ask, with the place of each: its position, or the first position of its pool. A
-- question of another organization, from before lists were checked, is not asked. If rows of one pool differ, the largest draw_count counts.
create function reprise_private.askable_questions(p_interview_id uuid)
returns table (question_id uuid, question_position integer, place integer, pool integer, draw_count integer, time_limit_seconds integer, points integer)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select q.id, iq.position,
    case when iq.pool is null then iq.position else min(iq.position) over (partition by iq.pool) end,
    iq.pool, max(iq.draw_count) over (partition by iq.pool), q.time_limit_seconds, q.points
  from reprise.interviews i
  join reprise.interview_questions iq on iq.interview_id = i.id
  join reprise.questions q on q.id = iq.question_id and (q.organization_id is null or q.organization_id = i.organization_id)
  where i.id = p_interview_id;
end
$$;
comment on function reprise_private.askable_questions is 'Returns the questions that a session of an interview can ask.';

-- Returns how many sessions of an interview a user may still start; null means no limit. A valid invitation's number overrides the
-- interview's.
create function reprise_private.attempts_left(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case when v.interview_id is null then i.attempts_allowed else v.attempts_allowed end
      - (select count(*) from reprise.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview_id)::integer
    from reprise.interviews i
    left join reprise.interview_invitations v
      on v.interview_id = i.id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    where i.id = p_interview_id
  );
end
$$;
comment on function reprise_private.attempts_left is 'Returns how many sessions of an interview a user may still start; null means no limit.';

-- Returns whether the caller may see sessions of an interview: they are a member of the organization that has the interview, or of one that
-- has a session of it. The two differ only after an operator has moved an interview; each organization then keeps its own sessions. The
-- caller of this function selects the sessions by their organization.
create function reprise_private.can_review_interview(p_interview_id uuid, p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise_private.organizations_of_caller(p_roles) o (id)
      where exists (select from reprise.interviews i where i.id = p_interview_id and i.organization_id = o.id)
        or exists (select from reprise.interview_sessions s where s.organization_id = o.id and s.interview_id = p_interview_id)
    )
  );
end
$$;
comment on function reprise_private.can_review_interview is 'Returns whether the caller may see sessions of an interview.';

-- Trigger: refuses an interview with a blank title or an overlong description, also from operators; every candidate loads both.
-- Runs after the row is written, like reprise_private.check_question. Errors: invalid_request.
create function reprise_private.check_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from (
      select '["title"]'::jsonb as loc, 'must not be blank' as msg where reprise_private.is_blank(new.title)
      union all
      select '["description"]', 'must be at most 10000 characters' where char_length(new.description) > 10000
    ) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_interview is 'Trigger: refuses an interview with a blank title or an overlong description.';

-- Trigger: refuses to publish an interview through the Data API, or to change the mode or the instructions of a published one, unless it can
-- be published. On interviews and interview_instructions, after the row is written. Only for the Data API: publish_interview checks itself, and
-- an operator in SQL may write the rows of an interview in any order. Errors: not_publishable.
create function reprise_private.check_published_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_interview_id uuid := coalesce(v_row -> 'interview_id', v_row -> 'id') #>> '{}';
begin
  perform from reprise.interviews i where i.id = v_interview_id for no key update;
  if exists (
    select from reprise.interviews i
    where i.id = v_interview_id and i.status = 'published' and (tg_table_name = 'interviews' or i.mode = 'conversation')
  ) then
    perform reprise_private.refuse_unpublishable(v_interview_id);
  end if;
  return null;
end
$$;
comment on function reprise_private.check_published_interview is 'Trigger: refuses to publish an interview that has faults.';

-- Trigger: refuses a change to the list of questions of a published interview after which it could not be published: the last question taken
-- out, one added twice, or one that has faults. Once a statement, which may change many rows. Locks each interview whose list changes, also
-- drafts: a concurrent publish waits, or is waited for. Only for the Data API, like check_published_interview. Errors: not_publishable.
create function reprise_private.check_published_list()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_interview_id uuid;
  v_interview_ids uuid[];
  v_question_ids uuid[] := '{}';
begin
  if tg_op = 'DELETE' then
    v_interview_ids := array(select distinct r.interview_id from old_rows r order by 1);
  else
    v_interview_ids := array(select distinct r.interview_id from new_rows r order by 1);
    v_question_ids := array(select distinct r.question_id from new_rows r);
  end if;
  foreach v_interview_id in array v_interview_ids loop
    perform from reprise.interviews i where i.id = v_interview_id for no key update;
    if exists (select from reprise.interviews i where i.id = v_interview_id and i.status = 'published') then
      perform reprise_private.refuse_unpublishable(v_interview_id, v_question_ids);
    end if;
  end loop;
  return null;
end
$$;
comment on function reprise_private.check_published_list is 'Trigger: refuses a list of questions with which a published interview has faults.';

-- Trigger: refuses a change to a question or a key after which a published interview that asks it could not be published. On questions and
-- question_keys, after the row is written. Only for the Data API, like check_published_interview. See refuse_unpublishable_question.
-- Errors: not_publishable.
create function reprise_private.check_published_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_question_id uuid := coalesce(v_row -> 'question_id', v_row -> 'id') #>> '{}';
  v_longer boolean := (v_row ->> 'time_limit_seconds')::integer > (to_jsonb(old) ->> 'time_limit_seconds')::integer;
begin
  perform reprise_private.refuse_unpublishable_question(v_question_id, coalesce(v_longer, false));
  return null;
end
$$;
comment on function reprise_private.check_published_question is
  'Trigger: refuses a change to a question or a key with which a published interview has faults.';

-- published or archived → draft, only while no session of the interview has begun. Trigger, after the row is written. The lock waits for
-- starts in progress, and they for it (start_session locks the interview before it reads its status), so either the session is seen here
-- or its start sees a draft. Only for the Data API, like check_published_interview. Errors: interview_has_sessions.
create function reprise_private.check_unpublished_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.interviews i where i.id = new.id for update;
  if exists (select from reprise.interview_sessions s where s.interview_id = new.id) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_has_sessions');
  end if;
  return null;
end
$$;
comment on function reprise_private.check_unpublished_interview is 'Trigger: refuses to make a draft of an interview that has sessions.';

-- Returns the questions of a session in their order: those that every session asks, and draw_count of each pool, one after the other at the
-- place of its first. A draw orders a pool by the hash of the seed and each id: every set is equally likely, in random order, and the same
-- seed draws the same again as long as the list is the same. Who does not know the seed cannot predict it.
create function reprise_private.draw_questions(p_interview_id uuid, p_seed uuid)
returns uuid[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select array_agg(d.question_id order by d.place, d.number, d.question_position)
    from (
      select a.*, case when a.pool is not null then row_number() over (
        partition by a.pool order by case when a.pool is not null then reprise_private.seeded_hash(p_seed, a.question_id::text) end
      ) end as number
      from reprise_private.askable_questions(p_interview_id) a
    ) d
    where d.pool is null or d.number <= d.draw_count
  );
end
$$;
comment on function reprise_private.draw_questions is 'Returns the questions of a session in their order, drawn with a seed.';

-- Returns the warnings of an interview (interview_warnings). Called by members of its organization, while they choose its questions;
-- list_results returns them as well. An unknown interview and one of another organization get the same error. Reads only.
-- Errors: interview_not_found.
create function reprise_private.get_interview_warnings(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  if not exists (
    select from reprise.interviews i
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  return jsonb_build_object(
    'warnings', reprise_private.interview_warnings(p_interview_id), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_interview_warnings is 'Returns the warnings of an interview, for members of its organization.';

-- Returns how much an interview asks: question_count, and total_seconds without extra time (interview_totals). A conversation has neither: 0
-- and null.
create function reprise_private.interview_extent(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('question_count', t.question_count, 'total_seconds', t.total_seconds)
    from reprise_private.interview_totals(p_interview_id) t
  );
end
$$;
comment on function reprise_private.interview_extent is 'Returns how many questions and seconds an interview has.';

-- Returns an interview as a candidate's list shows it: the organization, size, end, attempts left and state. state: in_progress
-- (their session runs), open (they can start it), taken (no attempt is left, or it ended). session_id names the session that runs, else the newest.
create function reprise_private.interview_item(p_user_id uuid, p_interview reprise.interviews)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_right reprise.interview_invitations;
  v_session reprise.interview_sessions;
  v_waiting reprise.invitations;
  v_attempts integer := reprise_private.attempts_left(p_user_id, p_interview.id);
  v_extra_time integer := reprise_private.extra_time_at_start(p_user_id, p_interview);
begin
  select r.* into v_right from reprise.interview_invitations r where r.interview_id = p_interview.id and r.user_id = p_user_id;
  if not reprise_private.is_invited(p_user_id, p_interview.id) then
    v_waiting := reprise_private.waiting_invitation(p_user_id, p_interview.id);
  end if;
  if v_waiting.id is not null then
    -- What starting the interview will give (accept_waiting_invitation).
    v_right.user_id := p_user_id;
    v_right.expires_at := v_waiting.expires_at;
    v_extra_time := greatest(v_waiting.extra_time_percent, v_extra_time);
    v_attempts := v_waiting.attempts_allowed - (
      select count(*) from reprise.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview.id
    );
  end if;
  select s.* into v_session from reprise.interview_sessions s
  where s.user_id = p_user_id and s.interview_id = p_interview.id
  order by (s.status = 'in_progress') desc, s.started_at desc, s.id desc
  limit 1;
  return jsonb_build_object(
    'id', p_interview.id, 'title', p_interview.title, 'description', p_interview.description, 'kind', p_interview.mode,
    'organization', (select reprise_private.one_line(o.name) from reprise.organizations o where o.id = p_interview.organization_id),
    'invited', v_right.user_id is not null, 'attempts_left', case when v_attempts is not null then greatest(v_attempts, 0) end,
    'expires_at', reprise_private.rfc3339(v_right.expires_at),
    'extra_time_percent', v_extra_time,
    'state', case
      when v_session.status = 'in_progress' then 'in_progress'
      when (v_attempts is null or v_attempts > 0)
        and (v_waiting.id is not null or reprise_private.may_start_interview(p_user_id, p_interview.id)) then 'open'
      else 'taken'
    end,
    'session_id', v_session.id
  ) || reprise_private.interview_extent(p_interview.id);
end
$$;
comment on function reprise_private.interview_item is 'Returns an interview as a candidate''s list shows it.';

-- Returns how much a session of an interview asks: how many questions, and the most seconds (without extra time) and points that its pools
-- can draw. Null seconds and points if it asks nothing.
create function reprise_private.interview_totals(p_interview_id uuid)
returns table (question_count bigint, total_seconds bigint, points bigint)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select count(*) filter (where a.pool is null or a.longest <= a.draw_count),
    sum(a.time_limit_seconds) filter (where a.pool is null or a.longest <= a.draw_count),
    sum(a.points) filter (where a.pool is null or a.dearest <= a.draw_count)
  from (
    select q.*, row_number() over (partition by q.pool order by q.time_limit_seconds desc) as longest,
      row_number() over (partition by q.pool order by q.points desc) as dearest
    from reprise_private.askable_questions(p_interview_id) q
  ) a;
end
$$;
comment on function reprise_private.interview_totals is 'Returns how many questions a session asks, and the most seconds and points.';

-- Returns what is wrong with an interview although it can be taken: questions that anybody can practise beforehand, because they are in the
-- public bank (public_question), or have the prompt of a question there or, as a copy, its options or its prompt but for white space
-- (copied_question). In the order of positions; an empty array if there is nothing, or if the interview is not of the caller's organizations
-- (any more). Reads only.
create function reprise_private.interview_warnings(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'code', case when q.organization_id is null then 'public_question' else 'copied_question' end,
      'position', p.position,
      'question_id', q.id
    ) order by p.position)
    from reprise.interviews i
    join reprise.interview_questions p on p.interview_id = i.id
    join reprise.questions q on q.id = p.question_id
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
      and (q.organization_id is null or exists (
        select from reprise.questions o where o.organization_id is null and md5(o.prompt) = md5(q.prompt) and o.prompt = q.prompt
      ) or exists (
        select from reprise.questions o where o.id = q.copied_from and o.organization_id is null
          and (o.options = q.options or translate(o.prompt, E' \t\r\n', '') = translate(q.prompt, E' \t\r\n', ''))
      ))
  ), '[]');
end
$$;
comment on function reprise_private.interview_warnings is 'Returns the questions of an interview that anybody can practise beforehand.';

-- Returns the interviews of the organizations in which the caller holds one of the roles. Security definer, because the policies of
-- interviews and of interview_invitations would otherwise recurse into each other.
create function reprise_private.interviews_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select i.id
  from reprise.interviews i
  where i.organization_id in (select reprise_private.organizations_of_caller(p_roles))
$$;
comment on function reprise_private.interviews_of_caller is 'Returns the interviews of the organizations in which the caller holds one of the roles.';

-- Returns the extra time, in percent, that a user's valid invitation to an interview gives; 0 without one.
create function reprise_private.invitation_extra_time(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(max(v.extra_time_percent), 0)
    from reprise.interview_invitations v
    where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
  );
end
$$;
comment on function reprise_private.invitation_extra_time is 'Returns the extra time, in percent, that a user''s invitation gives.';

-- Returns whether a user holds an invitation to an interview that has not expired.
create function reprise_private.is_invited(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interview_invitations v
      where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    )
  );
end
$$;
comment on function reprise_private.is_invited is 'Returns whether a user holds a valid invitation to an interview.';

-- Returns one page of the interviews that the caller may take: those they are invited to, newest invitation first, then the public ones of
-- trusted organizations, newest first. An invitation that has ended counts if the caller has a session of it, and one that waits for the caller's
-- confirmed address like one that was accepted (starting it accepts it). The cursor names the part of the list, the time and the id of the last
-- interview. Reads only.
-- Errors: not_authenticated, invalid_request.
create function reprise_private.list_interviews(p_cursor text, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
  v_size integer := coalesce(p_page_size, 20);
  v_public boolean := coalesce(p_cursor like 'public.%', false);
  v_after record;
  v_page reprise.interviews[];
  v_keys text[];
begin
  perform reprise_private.check_account(v_user_id);
  if p_cursor is not null and p_cursor !~ '^(invited|public)\.' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  perform reprise_private.check_page(v_size, regexp_replace(p_cursor, '^(invited|public)\.', ''), null, null);
  select * into v_after from reprise_private.decode_cursor(regexp_replace(p_cursor, '^(invited|public)\.', ''));
  select array_agg(f.interview order by f.part, f.at desc, (f.interview).id desc),
    array_agg(f.part || '.' || (extract(epoch from f.at) * 1000000)::bigint || '.' || (f.interview).id order by f.part, f.at desc, (f.interview).id desc)
  into v_page, v_keys
  from (
    select * from (
      (
        select i as interview, 'invited' as part, r.created_at as at
        from reprise.interview_invitations r join reprise.interviews i on i.id = r.interview_id
        where not v_public and r.user_id = v_user_id and (r.created_at, i.id) < (v_after.started_at, v_after.id) and (
          (i.status = 'published' and (r.expires_at is null or r.expires_at > now())) or (
            not (i.is_public and i.status = 'published') and exists (
              select from reprise.interview_sessions s where s.user_id = v_user_id and s.interview_id = i.id
            ) and (reprise_private.waiting_invitation(v_user_id, i.id)).id is null
          )
        )
        order by r.created_at desc, i.id desc
        limit v_size + 1
      )
      union all
      (
        select i, 'invited', v.created_at
        from reprise.invitations v
        join reprise.interviews i on i.id = v.interview_id and i.organization_id = v.organization_id and i.status = 'published'
        where not v_public and v.email = v_email and v.user_id is null and v.revoked_at is null and v.expires_at > now()
          and (v.created_at, i.id) < (v_after.started_at, v_after.id)
          and not exists (
            select from reprise.interview_invitations r
            where r.interview_id = i.id and r.user_id = v_user_id and (r.expires_at is null or r.expires_at > now())
          )
        order by v.created_at desc, i.id desc
        limit v_size + 1
      )
      union all
      (
        select i, 'public', i.created_at
        from reprise.interviews i
        where i.status = 'published' and i.is_public
          and exists (select from reprise.organizations o where o.id = i.organization_id and o.is_trusted)
          and (not v_public or (i.created_at, i.id) < (v_after.started_at, v_after.id))
          and not exists (
            select from reprise.interview_invitations r
            where r.interview_id = i.id and r.user_id = v_user_id and (r.expires_at is null or r.expires_at > now())
          )
          and not exists (
            select from reprise.invitations v
            where v.interview_id = i.id and v.organization_id = i.organization_id and v.email = v_email
              and v.user_id is null and v.revoked_at is null and v.expires_at > now()
          )
        order by i.created_at desc, i.id desc
        limit v_size + 1
      )
    ) u
    order by u.part, u.at desc, (u.interview).id desc
    limit v_size + 1
  ) f;
  return jsonb_build_object(
    'interviews', coalesce((
      select jsonb_agg(reprise_private.interview_item(v_user_id, v_page[n]) order by n) from generate_subscripts(v_page[:v_size], 1) n
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then v_keys[v_size] end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_interviews is
  'Accepts the waiting invitations of the caller, and returns one page of the interviews that the caller may take.';

-- Returns whether a user may start an interview now: it is published, and it is public or they hold an invitation that has not expired.
create function reprise_private.may_start_interview(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interviews i
      where i.id = p_interview_id and i.status = 'published'
        and (i.is_public or reprise_private.is_invited(p_user_id, p_interview_id))
    )
  );
end
$$;
comment on function reprise_private.may_start_interview is 'Returns whether a user may start an interview now.';

-- draft or archived → published. Called by the organization's owners and recruiters. Checks everything that publishing by the Data API
-- checks (refuse_unpublishable), under the same locks. A repeat checks again and changes nothing. Returns the interview and its warnings. An
-- unknown interview and one of another organization get the same error.
-- Errors: interview_not_found, not_allowed (a reviewer), not_authenticated, rate_limited, not_publishable.
create function reprise_private.publish_interview(p_interview_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_interview reprise.interviews;
begin
  select * into v_interview from reprise.interviews i
  where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
  for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif v_interview.organization_id not in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed');
  end if;
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'publish');
  perform reprise_private.refuse_unpublishable(p_interview_id);
  update reprise.interviews i set status = 'published' where i.id = p_interview_id and i.status <> 'published';
  return (
    select jsonb_build_object(
      'interview', jsonb_build_object(
        'id', i.id, 'organization_id', i.organization_id, 'title', i.title, 'mode', i.mode, 'status', i.status, 'is_public', i.is_public,
        'question_count', t.question_count, 'total_seconds', coalesce(t.total_seconds, 0), 'points', coalesce(t.points, 0)
      ),
      'warnings', reprise_private.interview_warnings(i.id),
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
    from reprise.interviews i
    cross join lateral reprise_private.interview_totals(i.id) t
    where i.id = p_interview_id
  );
end
$$;
comment on function reprise_private.publish_interview is 'Publishes an interview, or refuses it with every fault and its place.';

-- Returns what keeps an interview from being published, as [{"where": "questions[2].options[1].text", "code", "detail", "question_id"}, …], an
-- empty array if nothing does. Questions are numbered from 0 in their order, without gaps. With p_question_ids, of the questions only these
-- are looked at; pools always are. A question of another organization gets only the fault that it is foreign. At most 100 faults. Reads only.
create function reprise_private.publishing_faults(p_interview_id uuid, p_question_ids uuid[] default null)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_interview reprise.interviews;
begin
  select * into v_interview from reprise.interviews i where i.id = p_interview_id;
  return (
    with asked as (
      select row_number() over (order by iq.position) - 1 as number, iq.question_id, iq.pool, iq.draw_count,
        row_number() over (partition by iq.question_id order by iq.position) as copy
      from reprise.interview_questions iq
      where iq.interview_id = p_interview_id and v_interview.mode = 'timed'
    ), faults (number, loc, code, detail, question_id) as (
      select -1, f.loc, f.code, f.detail, null::uuid from reprise_private.publishing_faults_of_interview(v_interview) f
      union all
      -- A fault of a pool is at its first question.
      select p.number, jsonb_build_array('questions', p.number, 'draw_count'), f.code, f.detail, p.question_id
      from (
        select min(a.number) as number, min(a.draw_count) as least, max(a.draw_count) as most, count(*) as members,
          (array_agg(a.question_id order by a.number))[1] as question_id
        from asked a where a.pool is not null group by a.pool
      ) p
      cross join lateral (
        select 'draws_differ' as code, 'must be the same for all questions of a pool' as detail where p.least < p.most
        union all
        select 'nothing_drawn', 'must be at least 1' where p.least < 1
        union all
        select 'draw_exceeds_pool', format('must be at most the number of questions in the pool, %s', p.members) where p.most > p.members
      ) f
      union all
      select a.number, jsonb_build_array('questions', a.number) || f.loc, f.code, f.detail, a.question_id
      from asked a
      join reprise.questions q on q.id = a.question_id
      left join reprise.question_keys k on k.question_id = q.id
      cross join lateral reprise_private.publishing_faults_of_question(q, k) f
      where a.copy = 1 and (q.organization_id is null or q.organization_id = v_interview.organization_id)
        and (p_question_ids is null or a.question_id = any (p_question_ids))
      union all
      select a.number, jsonb_build_array('questions', a.number), 'duplicate_question', 'is asked earlier in this interview already', a.question_id
      from asked a
      where a.copy > 1 and (p_question_ids is null or a.question_id = any (p_question_ids))
      union all
      select a.number, jsonb_build_array('questions', a.number), 'foreign_question', 'is a question of another organization', a.question_id
      from asked a
      join reprise.questions q on q.id = a.question_id
      where a.copy = 1 and q.organization_id <> v_interview.organization_id
        and (p_question_ids is null or a.question_id = any (p_question_ids))
      limit 100
    )
    select coalesce(jsonb_agg(
      jsonb_build_object('where', reprise_private.place(f.loc), 'code', f.code, 'detail', f.detail, 'question_id', f.question_id)
      order by f.number, f.loc
    ), '[]')
    from faults f
  );
end
$$;
comment on function reprise_private.publishing_faults is 'Returns what keeps an interview from being published.';

-- Returns what keeps an interview from being published, apart from its questions, one row per fault, with its place. A timed interview asks
-- at least one question, and takes at most 30 days in all, as long as a session can be resumed. A conversation has instructions or an
-- agenda, and asks no questions of the bank.
create function reprise_private.publishing_faults_of_interview(p_interview reprise.interviews)
returns table (loc jsonb, code text, detail text)
language plpgsql stable set search_path = ''
as $$
declare
  v_seconds bigint;
begin
  return query
  select '["title"]'::jsonb, 'malformed', 'must not be blank' where reprise_private.is_blank(p_interview.title)
  union all
  select '["description"]', 'malformed', 'must be at most 10000 characters' where char_length(p_interview.description) > 10000;

  select t.total_seconds into v_seconds from reprise_private.interview_totals(p_interview.id) t;
  if p_interview.mode = 'conversation' then
    return query
    select '["questions"]'::jsonb, 'not_asked', 'must be empty: a conversation asks no questions of the bank' where v_seconds is not null
    union all
    select '["instructions"]', 'instructions_missing', 'must say what to talk about: instructions, an agenda, or both'
    where not exists (
      select from reprise.interview_instructions n
      where n.interview_id = p_interview.id and (not reprise_private.is_blank(n.instructions) or cardinality(n.agenda) > 0)
    );
  elsif v_seconds is null then
    return query select '["questions"]'::jsonb, 'no_questions', 'must hold at least one question';
  elsif v_seconds > 2592000 then
    return query
    select '["questions"]'::jsonb, 'too_long', format('may take at most 2592000 seconds (30 days) in all; they take %s', v_seconds);
  end if;
end
$$;
comment on function reprise_private.publishing_faults_of_interview is
  'Returns what keeps an interview from being published, apart from its questions.';

-- Returns what keeps a question from being asked in a published interview, one row per fault, with its place in the question: everything that
-- is refused when the question or its key is written, which rows from before those checks can still have; and what only matters once it is
-- asked. p_key is null if there is no key. Compares texts of options without the characters at their ends that cannot be seen, but with
-- case: both true and True may be options. Looks at criteria and options only if they are well-formed.
create function reprise_private.publishing_faults_of_question(p_question reprise.questions, p_key reprise.question_keys)
returns table (loc jsonb, code text, detail text)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select f.loc, 'malformed', f.msg from reprise_private.question_faults(p_question) f
  union all
  select '["key"]'::jsonb || f.loc, 'malformed', f.msg
  from reprise_private.key_faults(p_key, p_question.kind, p_question.options) f where p_key.question_id is not null;
  if found then
    return;
  end if;
  if not p_question.is_active then
    return query select '["is_active"]'::jsonb, 'inactive', 'must be true: nobody has accepted this question, or it was withdrawn';
  end if;
  if p_question.kind = 'mcq' then
    return query
    select '["key", "correct_option"]'::jsonb, 'key_missing', 'must name the right option' where p_key.correct_option is null
    union all
    select jsonb_build_array('options', o.number - 1, 'text'), 'duplicate_option', 'is the text of another option already'
    from (
      select e.number, row_number() over (
        partition by btrim(
          regexp_replace(e.option ->> 'text', '[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]', '', 'g'), E' \t\r\n\u00A0'
        ) order by e.number
      ) as copy
      from jsonb_array_elements(p_question.options) with ordinality e (option, number)
    ) o
    where o.copy > 1;
  elsif jsonb_array_length(p_key.criteria) > 0 then
    return query
    select '["key", "criteria"]'::jsonb, 'points_do_not_fit', format(
      'have %s points in all; the question has %s', trim_scale(sum((c ->> 'points')::numeric)), p_question.points
    )
    from jsonb_array_elements(p_key.criteria) c
    having sum((c ->> 'points')::numeric) <> p_question.points
    union all
    select jsonb_build_array('key', 'criteria', d.number - 1, 'text'), 'duplicate_criterion', 'is the text of another criterion already'
    from (
      select e.number, row_number() over (
        partition by lower(btrim(regexp_replace(e.criterion ->> 'text', '[\u0001-\u0020\u00A0\u00AD\u200B-\u200F\u2060\uFEFF]+', ' ', 'g')))
        order by e.number
      ) as copy
      from jsonb_array_elements(p_key.criteria) with ordinality e (criterion, number)
    ) d
    where d.copy > 1;
  end if;
end
$$;
comment on function reprise_private.publishing_faults_of_question is 'Returns what keeps a question from being asked in a published interview.';

-- Refuses the write of a published interview if it could not be published as it is now. Locks the interview and then its questions (or
-- p_question_ids, if only these were written), in the order of ids: a concurrent change of the list, a question or a key either has
-- committed and is seen here, or waits, sees the published interview, and is checked itself (check_published_list, check_published_question).
-- Public questions are not locked: all organizations share them, and only the operator changes them.
-- Errors: not_publishable (with interview_id and faults).
create function reprise_private.refuse_unpublishable(p_interview_id uuid, p_question_ids uuid[] default null)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_faults jsonb;
begin
  perform from reprise.interviews i where i.id = p_interview_id for no key update;
  perform from reprise.questions q
  where q.id = any (coalesce(
    p_question_ids, array(select iq.question_id from reprise.interview_questions iq where iq.interview_id = p_interview_id)
  )) and q.organization_id is not null
  order by q.id for no key update;
  v_faults := reprise_private.publishing_faults(p_interview_id, p_question_ids);
  if v_faults <> '[]' then
    perform reprise_private.refuse_and_roll_back(
      422, 'not_publishable', jsonb_build_object('interview_id', p_interview_id, 'faults', v_faults)
    );
  end if;
end
$$;
comment on function reprise_private.refuse_unpublishable is 'Refuses the write of a published interview that could not be published.';

-- Refuses the write of a question or its key if a published interview of its organization that asks it could not be published as it is now.
-- Locks the question, not the interviews: a concurrent publish locks it too, so one of the two sees the other (refuse_unpublishable). Faults
-- of a question are the same in every interview, so one is enough; if the question takes longer (p_longer), it is one that takes too long, if
-- there is one. Errors: not_publishable.
create function reprise_private.refuse_unpublishable_question(p_question_id uuid, p_longer boolean)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_interview_id uuid;
  v_faults jsonb;
begin
  perform from reprise.questions q where q.id = p_question_id for share;
  if not found then
    return;
  end if;
  select i.id into v_interview_id
  from reprise.interview_questions iq
  join reprise.interviews i on i.id = iq.interview_id
  join reprise.questions q on q.id = iq.question_id and q.organization_id = i.organization_id
  where iq.question_id = p_question_id and i.status = 'published' and i.mode = 'timed'
  order by p_longer and (select t.total_seconds > 2592000 from reprise_private.interview_totals(i.id) t) desc
  limit 1;
  if not found then
    return;
  end if;
  v_faults := reprise_private.publishing_faults(v_interview_id, array[p_question_id]);
  if v_faults <> '[]' then
    perform reprise_private.refuse_and_roll_back(
      422, 'not_publishable', jsonb_build_object('interview_id', v_interview_id, 'faults', v_faults)
    );
  end if;
end
$$;
comment on function reprise_private.refuse_unpublishable_question is
  'Refuses the write of a question with which a published interview has faults.';

-- Returns a hash of a seed and a text. Sorting by it makes an order that the seed decides and nobody can predict without the seed.
create function reprise_private.seeded_hash(p_seed uuid, p_text text)
returns bytea
language sql immutable set search_path = ''
return sha256(convert_to(p_seed || ' ' || p_text, 'UTF8'));
comment on function reprise_private.seeded_hash is 'Returns a hash of a seed and a text, to sort by.';

-- Returns the options of a question in an order that depends on the seed, the question and the ids of its options, and on nothing else: not
-- on the order in which they are written, nor on the key. Null stays null.
create function reprise_private.shuffled_options(p_options jsonb, p_seed uuid, p_question_id uuid)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(e.option order by reprise_private.seeded_hash(p_seed, p_question_id || ' ' || (e.option ->> 'id')), e.number)
    from jsonb_array_elements(p_options) with ordinality e (option, number)
  ), p_options);
end
$$;
comment on function reprise_private.shuffled_options is 'Returns the options of a question in an order that a seed decides.';

-- Returns the warnings of an interview, for members of its organization. See reprise_private.get_interview_warnings.
create function reprise.get_interview_warnings(interview_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_interview_warnings(interview_id);
end
$$;
comment on function reprise.get_interview_warnings is
  'Returns the warnings of an interview, for members of its organization. See reprise_private.get_interview_warnings.';

-- Accepts the waiting invitations of the caller, and returns one page of the interviews that they may take. See reprise_private.list_interviews.
create function reprise.list_interviews(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_interviews(cursor, page_size);
end
$$;
comment on function reprise.list_interviews is
  'Accepts the waiting invitations of the caller, and returns one page of the interviews that they may take. See reprise_private.list_interviews.';

-- Publishes an interview, for owners and recruiters of its organization. See reprise_private.publish_interview.
create function reprise.publish_interview(interview_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.publish_interview(interview_id);
end
$$;
comment on function reprise.publish_interview is
  'Publishes an interview, for owners and recruiters of its organization. See reprise_private.publish_interview.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.interviews enable row level security;
create policy "candidates read what they may take, members their own" on reprise.interviews
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false)) and (
      (status = 'published' and is_public)
      or (status = 'published' and id in (
        select v.interview_id from reprise.interview_invitations v
        where v.user_id = (select auth.uid()) and (v.expires_at is null or v.expires_at > now())
      ))
      or organization_id in (select reprise_private.organizations_of_caller())
    )
  );
create policy "recruiters write interviews" on reprise.interviews
  for insert to authenticated
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change interviews" on reprise.interviews
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete interviews" on reprise.interviews
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
alter table reprise.interview_questions enable row level security;
create policy "members read the questions of their interviews" on reprise.interview_questions
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
-- A question of another organization is asked by no interview, even if the caller is a member of both.
create policy "recruiters add questions of their organization or public ones" on reprise.interview_questions
  for insert to authenticated
  with check (
    interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter']))
    and exists (
      select from reprise.interviews i
      join reprise.questions q on q.organization_id = i.organization_id or q.organization_id is null
      where i.id = interview_questions.interview_id and q.id = interview_questions.question_id
    )
  );
create policy "recruiters reorder questions" on reprise.interview_questions
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (
    interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter']))
    and exists (
      select from reprise.interviews i
      join reprise.questions q on q.organization_id = i.organization_id or q.organization_id is null
      where i.id = interview_questions.interview_id and q.id = interview_questions.question_id
    )
  );
create policy "recruiters remove questions" on reprise.interview_questions
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.interview_invitations enable row level security;
create policy "candidates read their invitations, members those they sent" on reprise.interview_invitations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or interview_id in (select reprise_private.interviews_of_caller()))
  );
create policy "recruiters invite" on reprise.interview_invitations
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change invitations" on reprise.interview_invitations
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters withdraw invitations" on reprise.interview_invitations
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create trigger interviews_are_checked
  after insert or update of title, description on reprise.interviews
  for each row execute function reprise_private.check_interview();
create trigger interviews_are_limited
  after insert on reprise.interviews
  referencing new table as new_rows
  for each statement execute function reprise_private.limit_authored_rows();
-- Only for writers at the Data API. A cascade runs with the rights of the table's owner, and is not checked.
create trigger interviews_are_publishable_when_inserted
  after insert on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'published')
  execute function reprise_private.check_published_interview();
create trigger interviews_are_publishable_when_changed
  after update of status, mode on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'published' and (old.status, old.mode) is distinct from (new.status, new.mode))
  execute function reprise_private.check_published_interview();
create trigger interviews_can_be_drafts_again
  after update of status on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'draft' and old.status <> 'draft')
  execute function reprise_private.check_unpublished_interview();
create trigger interview_questions_can_be_added
  after insert on reprise.interview_questions
  referencing new table as new_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger interview_questions_can_be_changed
  after update on reprise.interview_questions
  referencing new table as new_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger interview_questions_can_be_removed
  after delete on reprise.interview_questions
  referencing old table as old_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger questions_of_published_interviews_are_publishable
  after update of kind, prompt, options, points, time_limit_seconds, is_active on reprise.questions
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_question();
create trigger question_keys_of_published_interviews_are_publishable
  after insert or update or delete on reprise.question_keys
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_question();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.interviews,
  reprise.interview_questions,
  reprise.interview_invitations
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.interviews,
  reprise.interview_questions,
  reprise.interview_invitations
to authenticated;

revoke execute on function
  reprise.get_interview_warnings,
  reprise.list_interviews,
  reprise.publish_interview,
  reprise_private.askable_questions,
  reprise_private.attempts_left,
  reprise_private.can_review_interview,
  reprise_private.check_interview,
  reprise_private.check_published_interview,
  reprise_private.check_published_list,
  reprise_private.check_published_question,
  reprise_private.check_unpublished_interview,
  reprise_private.draw_questions,
  reprise_private.get_interview_warnings,
  reprise_private.interview_extent,
  reprise_private.interview_item,
  reprise_private.interview_totals,
  reprise_private.interview_warnings,
  reprise_private.interviews_of_caller,
  reprise_private.invitation_extra_time,
  reprise_private.is_invited,
  reprise_private.list_interviews,
  reprise_private.may_start_interview,
  reprise_private.publish_interview,
  reprise_private.publishing_faults,
  reprise_private.publishing_faults_of_interview,
  reprise_private.publishing_faults_of_question,
  reprise_private.refuse_unpublishable,
  reprise_private.refuse_unpublishable_question,
  reprise_private.seeded_hash,
  reprise_private.shuffled_options
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_interview_warnings,
  reprise.list_interviews,
  reprise.publish_interview,
  reprise_private.list_interviews,
  reprise_private.get_interview_warnings,
  reprise_private.interviews_of_caller,
  reprise_private.publish_interview
to authenticated;

reset check_function_bodies;
reset lock_timeout;
