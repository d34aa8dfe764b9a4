-- Returns the deletion object of the API; null while the account's owner has not asked for its deletion.
create function reprise_private.deletion_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'requested_at', reprise_private.rfc3339(d.requested_at), 'takes_effect_at', reprise_private.rfc3339(d.takes_effect_at),
      'takes_effect_on', (d.takes_effect_at at time zone 'utc')::date
    )
    from reprise_private.account_deletions d
    where d.user_id = p_user_id
  );
end
$$;
comment on function reprise_private.deletion_view is 'Returns the deletion object of the API.';
