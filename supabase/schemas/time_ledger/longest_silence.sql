-- Returns the longest part of an interval in which no candidate's write began that was committed; null if the interval is empty. An outage is
-- what a process measured and the database confirms: it stored nothing of any candidate meanwhile. Reads the small table of active rows,
-- which remember the last 20 minutes or more.
create function reprise_private.longest_silence(p_interval tstzrange)
returns tstzrange
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select tstzrange(g.from_at, g.to_at)
    from (
      select m.at as from_at, lead(m.at) over (order by m.at) as to_at
      from (
        select lower(p_interval) as at
        union all select upper(p_interval)
        union all
        select w.at
        from reprise.active_interview_sessions a
        cross join lateral unnest(a.recent_writes || a.updated_at) w (at)
        where a.updated_at >= lower(p_interval) and w.at <@ p_interval
      ) m
    ) g
    where g.to_at > g.from_at
    order by g.to_at - g.from_at desc
    limit 1
  );
end
$$;
comment on function reprise_private.longest_silence is 'Returns the longest part of an interval in which no candidate''s write was committed.';
