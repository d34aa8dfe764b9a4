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
