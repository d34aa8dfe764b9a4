-- Refuses what leaves an organization with more open invitations (neither accepted nor revoked nor expired) than the setting open_invitations
-- allows. Called at the end of the transaction that holds the organization's lock. Errors: limit_reached.
create function reprise_private.check_invitation_count(p_organization_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_limit integer := (select t.open_invitations from reprise_private.settings t);
begin
  if (
    select count(*) from reprise.invitations v
    where v.organization_id = p_organization_id and v.user_id is null and v.revoked_at is null and v.expires_at > now()
  ) > v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'invitations', 'limit', v_limit));
  end if;
end
$$;
comment on function reprise_private.check_invitation_count is 'Refuses more open invitations of an organization than there may be.';
