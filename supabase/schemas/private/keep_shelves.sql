-- Trigger: keeps the question pools in step with public.questions, whoever writes there. A question is in a pool while it is active,
-- belongs to no organization and can be answered (private.is_drawable). The pools a statement touches are locked in one order, so that
-- writers queue without deadlocks. A draw reads one snapshot and waits for nobody.
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
    v_joined := array(select n.id from new_rows n where private.is_drawable(n.organization_id, n.is_active, n.kind, n.prompt, n.options));
  elsif tg_op = 'DELETE' then
    v_left := array(select o.id from old_rows o where private.is_drawable(o.organization_id, o.is_active, o.kind, o.prompt, o.options));
  else
    with moved as (
      select o.id as old_id, n.id as new_id
      from (select * from old_rows r where private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) o
      full join (select * from new_rows r where private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) n using (id)
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
