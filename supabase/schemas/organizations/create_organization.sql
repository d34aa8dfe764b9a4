-- nothing → an organization whose only owner is the caller, and that the operator does not vouch for yet (is_trusted). Locks the caller, so
-- the limit of organizations that one person owns holds for concurrent calls. A repeat creates another one. The audit trail gets the
-- membership, with the actor.
-- Errors: not_authenticated, organizations_closed, invalid_request, limit_reached, rate_limited.
create function reprise_private.create_organization(p_name text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_name text := btrim(p_name, E' \t\r\n');
  v_limit integer;
  v_organization reprise.organizations;
begin
  perform reprise_private.lock_candidate(v_user_id);
  perform reprise_private.check_account(v_user_id);
  if not (select t.organizations_open from reprise_private.settings t) then
    perform reprise_private.refuse_and_roll_back(403, 'organizations_closed');
  end if;
  perform reprise_private.check_name('name', v_name);
  v_limit := (select t.organizations_per_owner from reprise_private.settings t);
  if (select count(*) from reprise.organization_members m where m.user_id = v_user_id and m.role = 'owner') >= v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'organizations', 'limit', v_limit));
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'create_organization');
  insert into reprise.organizations (name, is_trusted) values (v_name, false) returning * into v_organization;
  insert into reprise.organization_members (organization_id, user_id, role) values (v_organization.id, v_user_id, 'owner');
  return jsonb_build_object(
    'organization', reprise_private.organization_view(v_organization, 'owner'), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_organization is 'Creates an organization that the caller owns.';
