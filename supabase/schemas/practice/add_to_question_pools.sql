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
