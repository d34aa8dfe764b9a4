-- The public bank can be drawn from at random, fairly and without reading it: its active questions stand numbered on shelves.

-- The active questions of the public bank, by type, domain and difficulty, numbered without gaps: number 7 of a shelf is one lookup, and a
-- random number is a fair draw. Kept by triggers on public.questions.
create table private.question_shelves (
  id bigint generated always as identity primary key,
  interview_type text not null,
  domain text not null,
  difficulty text not null,
  active_count integer not null default 0,
  constraint question_shelves_one_per_kind unique (interview_type, domain, difficulty),
  constraint question_shelves_count_not_negative check (active_count >= 0)
);
comment on table private.question_shelves is 'How many active questions the public bank has, per type, domain and difficulty.';

create table private.shelf_places (
  shelf_id bigint not null references private.question_shelves (id),
  number integer not null,
  question_id uuid not null,
  primary key (shelf_id, number),
  constraint shelf_places_one_per_question unique (question_id),
  constraint shelf_places_number_from_one check (number >= 1),
  -- Checked at commit: the trigger that clears the place of a deleted question runs after the delete.
  foreign key (question_id) references public.questions (id) deferrable initially deferred
);
comment on table private.shelf_places is 'The questions of a shelf, numbered from 1 to its active_count.';

revoke all on private.question_shelves from public, anon, authenticated;
grant select on private.question_shelves to service_role;
revoke all on private.shelf_places from public, anon, authenticated;
grant select on private.shelf_places to service_role;

-- Takes questions off their shelves; the last ones of each shelf move into the gaps, so that the numbers stay dense. Caller holds the
-- shelves' locks.
create function private.leave_shelves(p_question_ids uuid[])
returns void
language plpgsql set search_path = ''
as $$
declare
  v_gaps private.shelf_places[];
begin
  with removed as (
    delete from private.shelf_places p where p.question_id = any (p_question_ids) returning p.shelf_id, p.number, p.question_id
  )
  select array_agg(row(r.shelf_id, r.number, r.question_id)::private.shelf_places) into v_gaps from removed r;
  update private.question_shelves h
  set active_count = h.active_count - fewer.places
  from (select g.shelf_id, count(*) as places from unnest(v_gaps) g group by g.shelf_id) fewer
  where h.id = fewer.shelf_id;
  with gaps as (
    select g.shelf_id, g.number, row_number() over (partition by g.shelf_id order by g.number) as pair
    from unnest(v_gaps) g
    join private.question_shelves h on h.id = g.shelf_id and g.number <= h.active_count
  ), movers as (
    select p.shelf_id, p.question_id, row_number() over (partition by p.shelf_id order by p.number) as pair
    from private.question_shelves h
    join private.shelf_places p on p.shelf_id = h.id and p.number > h.active_count
    where h.id in (select g.shelf_id from gaps g)
  )
  update private.shelf_places p
  set number = g.number
  from gaps g
  join movers m using (shelf_id, pair)
  where p.question_id = m.question_id;
end
$$;
comment on function private.leave_shelves(uuid[]) is 'Takes questions off their shelves and closes the gaps.';
revoke execute on function private.leave_shelves(uuid[]) from public, anon, authenticated;

-- Puts questions at the end of their shelves. Caller holds the shelves' locks.
create function private.join_shelves(p_question_ids uuid[])
returns void
language sql set search_path = ''
as $$
  with placed as (
    insert into private.shelf_places (shelf_id, number, question_id)
    select h.id, h.active_count + row_number() over (partition by h.id order by q.id), q.id
    from public.questions q
    join private.question_shelves h using (interview_type, domain, difficulty)
    where q.id = any (p_question_ids)
    returning shelf_id
  )
  update private.question_shelves h
  set active_count = h.active_count + more.places
  from (select p.shelf_id, count(*) as places from placed p group by p.shelf_id) more
  where h.id = more.shelf_id
$$;
comment on function private.join_shelves(uuid[]) is 'Puts questions on their shelves.';
revoke execute on function private.join_shelves(uuid[]) from public, anon, authenticated;

-- Trigger: keeps the shelves as public.questions is, whoever writes there. A question is on a shelf while it is active and belongs to no
-- organization. The shelves a statement touches are locked in one order, so that writers queue; who draws sees one snapshot and waits for
-- nobody.
create function private.keep_shelves()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_left uuid[] := '{}';
  v_joined uuid[] := '{}';
begin
  if tg_op = 'TRUNCATE' then
    delete from private.shelf_places;
    update private.question_shelves set active_count = 0;
    return null;
  elsif tg_op = 'INSERT' then
    v_joined := array(select n.id from new_rows n where n.is_active and n.organization_id is null);
  elsif tg_op = 'DELETE' then
    v_left := array(select o.id from old_rows o where o.is_active and o.organization_id is null);
  else
    with moved as (
      select o.id as old_id, n.id as new_id
      from (select * from old_rows r where r.is_active and r.organization_id is null) o
      full join (select * from new_rows r where r.is_active and r.organization_id is null) n using (id)
      where (o.id, o.interview_type, o.domain, o.difficulty) is distinct from (n.id, n.interview_type, n.domain, n.difficulty)
    )
    select array_remove(array_agg(m.old_id), null), array_remove(array_agg(m.new_id), null) into v_left, v_joined from moved m;
  end if;
  if coalesce(cardinality(v_left), 0) + coalesce(cardinality(v_joined), 0) = 0 then
    return null;
  end if;

  insert into private.question_shelves (interview_type, domain, difficulty)
  select distinct q.interview_type, q.domain, q.difficulty
  from public.questions q
  where q.id = any (v_joined)
  order by 1, 2, 3
  on conflict do nothing;
  perform from private.question_shelves h
  where h.id in (select p.shelf_id from private.shelf_places p where p.question_id = any (v_left))
    or (h.interview_type, h.domain, h.difficulty) in (
      select q.interview_type, q.domain, q.difficulty from public.questions q where q.id = any (v_joined)
    )
  order by h.interview_type, h.domain, h.difficulty
  for no key update;
  perform private.leave_shelves(v_left);
  perform private.join_shelves(v_joined);
  return null;
end
$$;
comment on function private.keep_shelves() is 'Trigger: numbers the active questions of the public bank.';
create trigger questions_join_shelves
  after insert on public.questions
  referencing new table as new_rows
  for each statement execute function private.keep_shelves();
create trigger questions_change_shelves
  after update on public.questions
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.keep_shelves();
create trigger questions_leave_shelves
  after delete on public.questions
  referencing old table as old_rows
  for each statement execute function private.keep_shelves();
create trigger questions_clear_shelves
  after truncate on public.questions
  for each statement execute function private.keep_shelves();
revoke execute on function private.keep_shelves() from public, anon, authenticated;

-- What is in the bank already.
insert into private.question_shelves (interview_type, domain, difficulty)
select distinct q.interview_type, q.domain, q.difficulty
from public.questions q
where q.is_active and q.organization_id is null
order by 1, 2, 3;
select private.join_shelves(array(select q.id from public.questions q where q.is_active and q.organization_id is null));

-- Distinct random numbers between 1 and p_size: p_count of them, or all there are. Every set is equally likely (Floyd's algorithm); the
-- order is not random. Costs p_count steps, whatever the size.
create function private.draw_numbers(p_size bigint, p_count integer)
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
comment on function private.draw_numbers(bigint, integer) is 'Distinct random numbers between 1 and a size.';
revoke execute on function private.draw_numbers(bigint, integer) from public, anon, authenticated;

-- Picks distinct active questions of the public bank for a user, in random order; fewer than p_count only where there are no more. First
-- those the user has not seen in practice, each set of them equally likely; when they are used up, those seen longest ago.
-- The matching shelves are one row of numbers, 1 to their total. The numbers of what the user has seen are left out by counting over
-- them: the n-th unseen number is n + how many seen numbers lie before it. So the cost follows the count and the user's own history,
-- never the bank. One statement, one snapshot: what is being written to the bank cannot tear it.
create function private.pick_questions(
  p_user_id uuid, p_interview_type text, p_domain text, p_difficulty text, p_count integer
)
returns uuid[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_picked uuid[];
begin
  with shelves as materialized (
    select h.id, h.active_count, sum(h.active_count) over (order by h.id) - h.active_count as before
    from private.question_shelves h
    where h.interview_type = p_interview_type
      and (p_domain is null or h.domain = p_domain) and (p_difficulty is null or h.difficulty = p_difficulty)
  ), handed_out as materialized (
    select p.shelf_id, p.number, p.question_id, max(q.served_at) as last_seen_at
    from public.interview_sessions s
    join public.session_questions q on q.session_id = s.id and q.served_at is not null
    join private.shelf_places p on p.question_id = q.question_id
    where s.user_id = p_user_id and s.mode = 'practice' and s.interview_type = p_interview_type
    group by p.shelf_id, p.number
  ), seen as materialized (
    select o.question_id, h.before + o.number as number, o.last_seen_at
    from handed_out o
    join shelves h on h.id = o.shelf_id
  ), unseen as (
    select (select coalesce(sum(h.active_count), 0) from shelves h) - (select count(*) from seen) as size,
      -- How many unseen numbers lie before each seen one.
      array(select e.number - row_number() over (order by e.number) from seen e order by e.number) as before_seen
  ), drawn as (
    select n + width_bucket(n - 1, u.before_seen) as number
    from unseen u, unnest(private.draw_numbers(u.size::bigint, p_count)) n
  ), picked as (
    select p.question_id
    from drawn d
    join shelves h on d.number > h.before and d.number <= h.before + h.active_count
    join private.shelf_places p on p.shelf_id = h.id and p.number = d.number - h.before
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
comment on function private.pick_questions(uuid, text, text, text, integer) is 'Random questions for practice, the least recently seen first.';
revoke execute on function private.pick_questions(uuid, text, text, text, integer) from public, anon, authenticated;

-- What there is to practise: types, domains and difficulties of the public bank with their numbers of active questions. Read from the
-- shelves, so it costs the same however large the bank is. Caller: any signed-in user. Errors: not_authenticated.
create function private.get_question_facets()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.caller_id();
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
          from private.question_shelves h
          where h.active_count > 0
          group by h.interview_type, h.domain
        ) d
        group by d.interview_type
      ) t
    ), '[]'),
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.get_question_facets() is 'Types, domains and difficulties of the public bank, with counts.';
revoke execute on function private.get_question_facets() from public, anon;
grant execute on function private.get_question_facets() to authenticated;

-- What there is to practise. See private.get_question_facets.
create function public.get_question_facets()
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_question_facets()
$$;
comment on function public.get_question_facets() is 'What there is to practise. See private.get_question_facets.';
revoke execute on function public.get_question_facets() from public, anon, authenticated;
grant execute on function public.get_question_facets() to authenticated;
