-- Appends questions to their pools (private.question_shelves). The caller holds the pools' locks.
create function private.join_shelves(p_question_ids uuid[])
returns void
language plpgsql set search_path = ''
as $$
begin
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
  where h.id = more.shelf_id;
end
$$;
comment on function private.join_shelves(uuid[]) is 'Puts questions on their shelves.';
revoke execute on function private.join_shelves(uuid[]) from public, anon, authenticated;
