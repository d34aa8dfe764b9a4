-- Removes questions from their pools and moves the last entries of each pool into the gaps, so that the numbers have no gaps. The caller
-- holds the pools' locks.
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
