-- Returns whether a change of a person's id only removes a person whose account no longer exists: the one change that the audit trails allow.
create function reprise_private.is_forgotten(p_before uuid, p_after uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select p_before is not null and p_after = reprise_private.nobody()
    and not exists (select from auth.users u where u.id = p_before)
$$;
comment on function reprise_private.is_forgotten is 'Returns whether a change of an id only removes a person whose account no longer exists.';
