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
