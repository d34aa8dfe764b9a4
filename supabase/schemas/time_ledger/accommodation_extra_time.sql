-- Returns the extra time, in percent, that a person gets in an organization now; 0 without an accommodation.
create function reprise_private.accommodation_extra_time(p_user_id uuid, p_organization_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(max(a.extra_time_percent), 0)
    from reprise.accommodations a
    where a.user_id = p_user_id and a.organization_id = p_organization_id and (a.ended_at is null or a.ended_at > now())
  );
end
$$;
comment on function reprise_private.accommodation_extra_time is 'Returns the extra time, in percent, that a person gets in an organization.';
