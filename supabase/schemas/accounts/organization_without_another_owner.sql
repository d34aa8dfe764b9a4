-- Returns an organization that a user alone owns, or null. Such a user cannot be deleted (reprise_private.refuse_to_lose_last_owner).
create function reprise_private.organization_without_another_owner(p_user_id uuid)
returns uuid
language sql stable set search_path = ''
as $$
  select m.organization_id
  from reprise.organization_members m
  where m.user_id = p_user_id and m.role = 'owner' and not exists (
    select from reprise.organization_members o
    where o.organization_id = m.organization_id and o.role = 'owner' and o.user_id <> m.user_id
  )
  order by m.organization_id
  limit 1
$$;
comment on function reprise_private.organization_without_another_owner is 'Returns an organization that a user alone owns.';
