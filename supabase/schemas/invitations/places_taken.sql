-- Returns how many places of a link are taken. A revoked one is free again.
create function reprise_private.places_taken(p_link_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (select count(*) from reprise.invitations v where v.link_id = p_link_id and v.revoked_at is null);
end
$$;
comment on function reprise_private.places_taken is 'Returns how many places of a link are taken.';
