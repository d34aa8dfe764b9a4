-- Baseline: practice runs from the public bank. The files of supabase/schemas/practice, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Practice: the public bank in pools for random draws, saved templates, and transcriptions of spoken answers.

-- Pools of the active questions of the public bank, by type, domain and difficulty. Each pool is numbered without gaps, so that question n
-- is one lookup and a random number is a fair draw. Triggers on reprise.questions maintain them.
create table reprise_private.question_pools (
  id bigint generated always as identity primary key,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  active_count integer not null default 0,
  constraint question_pools_one_per_kind unique (interview_type, domain, difficulty),
  constraint question_pools_count_not_negative check (active_count >= 0)
);
comment on table reprise_private.question_pools is 'Pools: the number of active questions in the public bank, per type, domain and difficulty.';

create table reprise_private.question_pool_entries (
  pool_id bigint not null references reprise_private.question_pools (id),
  number integer not null,
  question_id uuid not null,
  primary key (pool_id, number),
  constraint question_pool_entries_one_per_question unique (question_id),
  constraint question_pool_entries_number_from_one check (number >= 1),
  -- Checked at commit, because the trigger that clears the place of a deleted question runs after the delete.
  foreign key (question_id) references reprise.questions (id) deferrable initially deferred
);
comment on table reprise_private.question_pool_entries is 'The questions of each pool, numbered from 1 to its active_count.';

create table reprise.practice_templates (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  interview_type text not null,
  domain text,
  difficulty text,
  question_count integer not null,
  time_limits boolean not null default true,
  created_at timestamptz not null default now(),
  -- A client may choose the id: per user, so that nobody learns which ids others have.
  primary key (user_id, id),
  constraint practice_templates_name_length check (char_length(name) between 1 and 200 and name = btrim(name)),
  constraint practice_templates_interview_type_length check (char_length(interview_type) between 1 and 200),
  constraint practice_templates_domain_length check (char_length(domain) between 1 and 200),
  constraint practice_templates_difficulty_is_known check (difficulty in ('easy', 'medium', 'hard')),
  constraint practice_templates_question_count_in_range check (question_count between 1 and 50)
);
comment on table reprise.practice_templates is 'Saved choices of practice questions that their owners can start again. Owners write their own rows.';
comment on column reprise.practice_templates.domain is 'The domain; null means any.';
comment on column reprise.practice_templates.difficulty is 'The difficulty; null means any.';
comment on column reprise.practice_templates.time_limits is 'Whether questions have time limits.';
create index practice_templates_user_id_idx on reprise.practice_templates (user_id, created_at);

-- For a user's own history by type, lists and statistics of one kind of practice, and the questions a user has seen.
create index interview_sessions_practice_idx
  on reprise.interview_sessions (user_id, interview_type, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_domain_idx
  on reprise.interview_sessions (user_id, domain, started_at desc, id desc) where mode = 'practice';
create index interview_sessions_mode_idx on reprise.interview_sessions (user_id, mode, started_at desc, id desc);

-- Appends questions to their pools (reprise_private.question_pools). The caller holds the pools' locks.
create function reprise_private.add_to_question_pools(p_question_ids uuid[])
returns void
language plpgsql set search_path = ''
as $$
begin
  with placed as (
    insert into reprise_private.question_pool_entries (pool_id, number, question_id)
    select h.id, h.active_count + row_number() over (partition by h.id order by q.id), q.id
    from reprise.questions q
    join reprise_private.question_pools h using (interview_type, domain, difficulty)
    where q.id = any (p_question_ids)
    returning pool_id
  )
  update reprise_private.question_pools h
  set active_count = h.active_count + more.places
  from (select p.pool_id, count(*) as places from placed p group by p.pool_id) more
  where h.id = more.pool_id;
end
$$;
comment on function reprise_private.add_to_question_pools is 'Appends questions to their pools.';

-- nothing → in_progress: creates a practice session with questions picked from the public bank and copies of their current keys. It may be
-- started over, no answer is too fast, and without time_limits no clock runs; otherwise it follows the rules of a timed session. Returns
-- the new row; no question is served yet. p_session_id is an unused id. The caller holds the candidate's
-- lock.
-- Errors: invalid_request, practice_template_not_found, not_enough_questions (with available).
create function reprise_private.create_practice_session(p_session_id uuid, p_user_id uuid, p_practice jsonb)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_choice reprise.practice_templates := reprise_private.practice_choice(p_user_id, p_practice);
  v_settings reprise_private.settings;
  v_picked uuid[];
  v_locked uuid[];
  v_limits integer[];
  v_session reprise.interview_sessions;
begin
  select * into v_settings from reprise_private.settings;
  loop
    v_picked := reprise_private.pick_questions(
      p_user_id, v_choice.interview_type, v_choice.domain, v_choice.difficulty, v_choice.question_count
    );
    if cardinality(v_picked) < v_choice.question_count then
      perform reprise_private.refuse_and_roll_back(
        422, 'not_enough_questions', jsonb_build_object('reason', 'practice', 'available', cardinality(v_picked))
      );
    end if;
    -- A picked question may have been deleted since; then pick again.
    v_locked := array(select q.id from reprise.questions q where q.id = any (v_picked) for key share);
    exit when cardinality(v_locked) = cardinality(v_picked);
  end loop;

  select array_agg(case when v_choice.time_limits then q.time_limit_seconds end order by k.number) into v_limits
  from unnest(v_picked) with ordinality k (id, number)
  join reprise.questions q using (id);
  insert into reprise.interview_sessions (
    id, user_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until,
    interview_type, domain, difficulty
  )
  values (
    p_session_id, p_user_id, 'practice',
    'Practice: ' || upper(left(v_choice.interview_type, 1))
      || concat_ws(' · ', replace(substr(v_choice.interview_type, 2), '_', ' '), replace(v_choice.domain, '_', ' '), v_choice.difficulty),
    v_choice.question_count, v_limits, v_settings.practice_grace_seconds, true,
    now() + greatest(
      v_settings.practice_resume_window,
      (select sum(make_interval(secs => l + v_settings.practice_grace_seconds)) from unnest(v_limits) l)
    ),
    v_choice.interview_type, v_choice.domain, v_choice.difficulty
  )
  returning * into v_session;
  insert into reprise.session_questions (session_id, position, question_id, kind, prompt, options, points, time_limit_seconds)
  select v_session.id, k.number - 1, q.id, q.kind, q.prompt, reprise_private.shown_options(q.kind, q.options), q.points, v_limits[k.number]
  from unnest(v_picked) with ordinality k (id, number)
  join reprise.questions q using (id);
  perform reprise_private.copy_question_keys(v_session.id);
  return v_session;
end
$$;
comment on function reprise_private.create_practice_session is 'Creates a practice session with copies of picked questions and their keys.';

-- Returns p_count distinct random numbers from 1 to p_size, or all of them if there are fewer. Every set is equally likely (Floyd's
-- algorithm), but the order is not random. Takes p_count steps, whatever p_size is.
create function reprise_private.draw_numbers(p_size bigint, p_count integer)
returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_drawn bigint[] := '{}';
  v_number bigint;
begin
  for v_last in greatest(p_size - p_count, 0) + 1 .. p_size loop
    v_number := random(1, v_last);
    v_drawn := v_drawn || case when v_number = any (v_drawn) then v_last else v_number end;
  end loop;
  return v_drawn;
end
$$;
comment on function reprise_private.draw_numbers is 'Returns distinct random numbers from 1 to a size.';

-- Returns the types, domains and difficulties of the public bank with their numbers of active questions. Called by any signed-in user.
-- Reads the counts of the question pools, so the cost does not grow with the bank. Errors: not_authenticated.
create function reprise_private.get_question_facets()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  return jsonb_build_object(
    'types', coalesce((
      select jsonb_agg(
        jsonb_build_object('interview_type', t.interview_type, 'count', t.questions, 'domains', t.domains) order by t.interview_type
      )
      from (
        select d.interview_type, sum(d.questions) as questions, jsonb_agg(
          jsonb_build_object('domain', d.domain, 'count', d.questions, 'difficulties', d.difficulties) order by d.domain
        ) as domains
        from (
          select h.interview_type, h.domain, sum(h.active_count) as questions,
            jsonb_object_agg(h.difficulty, h.active_count) as difficulties
          from reprise_private.question_pools h
          where h.active_count > 0
          group by h.interview_type, h.domain
        ) d
        group by d.interview_type
      ) t
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_question_facets is 'Returns the types, domains and difficulties of the public bank, with counts.';

-- Trigger: limits a user to 100 templates. Locks the candidate, so that two concurrent inserts cannot both be the hundredth. Runs after the
-- insert, once row level security has accepted it: nobody can learn another user's count or hold their lock. Errors: limit_reached.
create function reprise_private.limit_practice_templates()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.lock_candidate(new.user_id);
  if (select count(*) from reprise.practice_templates t where t.user_id = new.user_id) > 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "practice_templates", "limit": 100}');
  end if;
  return null;
end
$$;
comment on function reprise_private.limit_practice_templates is 'Trigger: limits a user to 100 practice templates.';

-- Picks distinct active questions of the public bank for a user, in random order; fewer than p_count only if there are no more. Takes
-- questions the user has not seen in practice first, each set equally likely, then those seen longest ago. The matching pools form one
-- range of numbers, 1 to their total. The n-th unseen number is n plus the seen numbers before it, so the cost depends on p_count and the
-- user's own history, not on the size of the bank. One statement reads one snapshot: concurrent writes to the bank cannot make the pick
-- inconsistent.
create function reprise_private.pick_questions(
  p_user_id uuid, p_interview_type text, p_domain text, p_difficulty text, p_count integer
)
returns uuid[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_picked uuid[];
begin
  with pools as materialized (
    select h.id, h.active_count, sum(h.active_count) over (order by h.id) - h.active_count as before
    from reprise_private.question_pools h
    where h.interview_type = p_interview_type
      and (p_domain is null or h.domain = p_domain) and (p_difficulty is null or h.difficulty = p_difficulty)
  ), handed_out as materialized (
    select p.pool_id, p.number, p.question_id, max(q.served_at) as last_seen_at
    from reprise.interview_sessions s
    join reprise.session_questions q on q.session_id = s.id and q.served_at is not null
    join reprise_private.question_pool_entries p on p.question_id = q.question_id
    where s.user_id = p_user_id and s.mode = 'practice' and s.interview_type = p_interview_type
    group by p.pool_id, p.number
  ), seen as materialized (
    select o.question_id, h.before + o.number as number, o.last_seen_at
    from handed_out o
    join pools h on h.id = o.pool_id
  ), unseen as (
    select (select coalesce(sum(h.active_count), 0) from pools h) - (select count(*) from seen) as size,
      -- The number of unseen numbers before each seen one.
      array(select e.number - row_number() over (order by e.number) from seen e order by e.number) as before_seen
  ), drawn as (
    select n + width_bucket(n - 1, u.before_seen) as number
    from unseen u, unnest(reprise_private.draw_numbers(u.size::bigint, p_count)) n
  ), picked as (
    select p.question_id
    from drawn d
    join pools h on d.number > h.before and d.number <= h.before + h.active_count
    join reprise_private.question_pool_entries p on p.pool_id = h.id and p.number = d.number - h.before
    union all
    (
      select e.question_id
      from seen e
      order by e.last_seen_at
      limit (select greatest(p_count - u.size, 0) from unseen u)
    )
  )
  select array_agg(k.question_id order by random()) into v_picked from picked k;
  return coalesce(v_picked, '{}');
end
$$;
comment on function reprise_private.pick_questions is 'Picks random questions for practice, unseen ones first.';

-- Returns statistics of a candidate's practice, per type and domain as chosen (a null domain is a run over all domains). Durations and
-- response times are in seconds; percentages are those of sessions whose answers all have a score.
create function reprise_private.practice_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.interview_type, s.domain, s.status, extract(epoch from s.completed_at - s.started_at) as seconds,
        case when r.status in ('ready', 'failed') and r.all_graded then r.percentage end as percentage
      from reprise.interview_sessions s
      left join reprise.session_results r on r.session_id = s.id
      where s.user_id = p_user_id and s.mode = 'practice'
    ), responses as (
      select o.interview_type, o.domain, jsonb_build_object(
        'count', count(*), 'average', round(avg(t.seconds), 3), 'minimum', round(min(t.seconds), 3), 'maximum', round(max(t.seconds), 3)
      ) as numbers
      from own o
      join reprise.answers a on a.session_id = o.id and a.source = 'submitted'
      join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
      cross join lateral (select extract(epoch from a.received_at - q.served_at) as seconds) t
      group by o.interview_type, o.domain
    ), kinds as (
      select o.interview_type, o.domain, count(*) as sessions,
        count(*) filter (where o.status = 'completed') as completed,
        round(count(*) filter (where o.status = 'completed')::numeric / count(*), 4) as completion_rate,
        round(avg(o.seconds), 3) as average_duration_seconds,
        round(avg(o.percentage), 2) as average_percentage
      from own o
      group by o.interview_type, o.domain
    )
    select coalesce(jsonb_agg(
      to_jsonb(k) || jsonb_build_object('response_seconds', coalesce(
        r.numbers, '{"count": 0, "average": null, "minimum": null, "maximum": null}'
      ))
      order by k.interview_type, k.domain nulls first
    ), '[]')
    from kinds k
    left join responses r on r.interview_type = k.interview_type and r.domain is not distinct from k.domain
  );
end
$$;
comment on function reprise_private.practice_analytics is 'Returns statistics of a candidate''s practice, by type and domain.';

-- Returns the checked choice of a practice start: the fields themselves, or a template of the caller. Errors: invalid_request,
-- practice_template_not_found.
create function reprise_private.practice_choice(p_user_id uuid, p_practice jsonb)
returns reprise.practice_templates
language plpgsql stable set search_path = ''
as $$
declare
  v_asked jsonb := jsonb_strip_nulls(p_practice);
  v_choice reprise.practice_templates;
begin
  if v_asked - '{template_id,interview_type,domain,difficulty,question_count,time_limits}'::text[] <> '{}' then
    perform reprise_private.invalid_request('practice', 'has a field that is not known');
  elsif v_asked ? 'template_id' then
    -- time_limits is allowed, because POST /start adds its default.
    if v_asked - '{template_id,time_limits}'::text[] <> '{}' then
      perform reprise_private.invalid_request('practice', 'has a template_id, which goes without other fields');
    elsif not pg_input_is_valid(v_asked ->> 'template_id', 'uuid') then
      perform reprise_private.invalid_request('practice', 'needs a UUID as template_id');
    end if;
    select * into v_choice from reprise.practice_templates t
    where t.id = (v_asked ->> 'template_id')::uuid and t.user_id = p_user_id;
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'practice_template_not_found');
    end if;
    return v_choice;
  elsif coalesce(jsonb_typeof(v_asked -> 'interview_type'), '') <> 'string'
    or not char_length(v_asked ->> 'interview_type') between 1 and 200
  then
    perform reprise_private.invalid_request('practice', 'needs an interview_type of 1 to 200 characters, or a template_id');
  elsif jsonb_typeof(v_asked -> 'domain') <> 'string' or not char_length(v_asked ->> 'domain') between 1 and 200 then
    perform reprise_private.invalid_request('practice', 'needs 1 to 200 characters as domain');
  elsif v_asked ? 'difficulty' and coalesce(v_asked ->> 'difficulty' not in ('easy', 'medium', 'hard'), true) then
    perform reprise_private.invalid_request('practice', 'needs easy, medium or hard as difficulty');
  elsif coalesce(jsonb_typeof(v_asked -> 'question_count'), '') <> 'number'
    or v_asked ->> 'question_count' !~ '^[1-9][0-9]?$' or (v_asked ->> 'question_count')::integer > 50
  then
    perform reprise_private.invalid_request('practice', 'needs a question_count of 1 to 50');
  elsif jsonb_typeof(v_asked -> 'time_limits') <> 'boolean' then
    perform reprise_private.invalid_request('practice', 'needs true or false as time_limits');
  end if;
  v_choice.interview_type := v_asked ->> 'interview_type';
  v_choice.domain := v_asked ->> 'domain';
  v_choice.difficulty := v_asked ->> 'difficulty';
  v_choice.question_count := (v_asked ->> 'question_count')::integer;
  v_choice.time_limits := coalesce((v_asked ->> 'time_limits')::boolean, true);
  return v_choice;
end
$$;
comment on function reprise_private.practice_choice is 'Returns the checked choice of a practice start.';

-- Removes questions from their pools and moves the last entries of each pool into the gaps, so that the numbers have no gaps. The caller
-- holds the pools' locks.
create function reprise_private.remove_from_question_pools(p_question_ids uuid[])
returns void
language plpgsql set search_path = ''
as $$
declare
  v_gaps reprise_private.question_pool_entries[];
begin
  with removed as (
    delete from reprise_private.question_pool_entries p where p.question_id = any (p_question_ids) returning p.pool_id, p.number, p.question_id
  )
  select array_agg(row(r.pool_id, r.number, r.question_id)::reprise_private.question_pool_entries) into v_gaps from removed r;
  update reprise_private.question_pools h
  set active_count = h.active_count - fewer.places
  from (select g.pool_id, count(*) as places from unnest(v_gaps) g group by g.pool_id) fewer
  where h.id = fewer.pool_id;
  with gaps as (
    select g.pool_id, g.number, row_number() over (partition by g.pool_id order by g.number) as pair
    from unnest(v_gaps) g
    join reprise_private.question_pools h on h.id = g.pool_id and g.number <= h.active_count
  ), movers as (
    select p.pool_id, p.question_id, row_number() over (partition by p.pool_id order by p.number) as pair
    from reprise_private.question_pools h
    join reprise_private.question_pool_entries p on p.pool_id = h.id and p.number > h.active_count
    where h.id in (select g.pool_id from gaps g)
  )
  update reprise_private.question_pool_entries p
  set number = g.number
  from gaps g
  join movers m using (pool_id, pair)
  where p.question_id = m.question_id;
end
$$;
comment on function reprise_private.remove_from_question_pools is 'Removes questions from their pools and closes the gaps in the numbers.';

-- Trigger: keeps the question pools in step with reprise.questions, also when operators write there. A question is in a pool while it is active,
-- belongs to no organization and can be answered (reprise_private.is_drawable). The pools a statement touches are locked in one order, so that
-- writers queue without deadlocks. A draw reads one snapshot and waits for no lock.
create function reprise_private.update_question_pools()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_left uuid[] := '{}';
  v_joined uuid[] := '{}';
begin
  if tg_op = 'TRUNCATE' then
    delete from reprise_private.question_pool_entries;
    update reprise_private.question_pools set active_count = 0;
    return null;
  elsif tg_op = 'INSERT' then
    v_joined := array(select n.id from new_rows n where reprise_private.is_drawable(n.organization_id, n.is_active, n.kind, n.prompt, n.options));
  elsif tg_op = 'DELETE' then
    v_left := array(select o.id from old_rows o where reprise_private.is_drawable(o.organization_id, o.is_active, o.kind, o.prompt, o.options));
  else
    with moved as (
      select o.id as old_id, n.id as new_id
      from (select * from old_rows r where reprise_private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) o
      full join (select * from new_rows r where reprise_private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) n using (id)
      where (o.id, o.interview_type, o.domain, o.difficulty) is distinct from (n.id, n.interview_type, n.domain, n.difficulty)
    )
    select array_remove(array_agg(m.old_id), null), array_remove(array_agg(m.new_id), null) into v_left, v_joined from moved m;
  end if;
  if coalesce(cardinality(v_left), 0) + coalesce(cardinality(v_joined), 0) = 0 then
    return null;
  end if;

  insert into reprise_private.question_pools (interview_type, domain, difficulty)
  select distinct q.interview_type, q.domain, q.difficulty
  from reprise.questions q
  where q.id = any (v_joined)
  order by 1, 2, 3
  on conflict do nothing;
  perform from reprise_private.question_pools h
  where h.id in (select p.pool_id from reprise_private.question_pool_entries p where p.question_id = any (v_left))
    or (h.interview_type, h.domain, h.difficulty) in (
      select q.interview_type, q.domain, q.difficulty from reprise.questions q where q.id = any (v_joined)
    )
  order by h.interview_type, h.domain, h.difficulty
  for no key update;
  perform reprise_private.remove_from_question_pools(v_left);
  perform reprise_private.add_to_question_pools(v_joined);
  return null;
end
$$;
comment on function reprise_private.update_question_pools is 'Trigger: updates the question pools after a change of reprise.questions.';

-- Returns the types, domains and difficulties available for practice. See reprise_private.get_question_facets.
create function reprise.get_question_facets()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_question_facets();
end
$$;
comment on function reprise.get_question_facets is
  'Returns the types, domains and difficulties available for practice. See reprise_private.get_question_facets.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.practice_templates enable row level security;
create policy "owners read their templates" on reprise.practice_templates
  for select to authenticated
  using (user_id = (select auth.uid()) and (select reprise_private.refuse_patterns(false)));
create policy "owners save templates" on reprise.practice_templates
  for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "owners change their templates" on reprise.practice_templates
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy "owners delete their templates" on reprise.practice_templates
  for delete to authenticated
  using (user_id = (select auth.uid()));
create trigger questions_add_to_pools
  after insert on reprise.questions
  referencing new table as new_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_change_pools
  after update on reprise.questions
  referencing old table as old_rows new table as new_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_remove_from_pools
  after delete on reprise.questions
  referencing old table as old_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_clear_pools
  after truncate on reprise.questions
  for each statement execute function reprise_private.update_question_pools();
create trigger practice_templates_are_limited
  after insert on reprise.practice_templates
  for each row execute function reprise_private.limit_practice_templates();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.question_pools,
  reprise_private.question_pool_entries,
  reprise.practice_templates
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise_private.question_pools_id_seq
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.practice_templates
to authenticated;

revoke execute on function
  reprise.get_question_facets,
  reprise_private.add_to_question_pools,
  reprise_private.create_practice_session,
  reprise_private.draw_numbers,
  reprise_private.get_question_facets,
  reprise_private.limit_practice_templates,
  reprise_private.pick_questions,
  reprise_private.practice_analytics,
  reprise_private.practice_choice,
  reprise_private.remove_from_question_pools,
  reprise_private.update_question_pools
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_question_facets,
  reprise_private.get_question_facets
to authenticated;

reset check_function_bodies;
reset lock_timeout;
