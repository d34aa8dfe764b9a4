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
