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
