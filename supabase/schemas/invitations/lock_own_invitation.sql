-- Returns an invitation that the caller may change, locked until the end of the transaction: owners and recruiters those to interviews, owners
-- those to the organization. Locks the organization first, as create_invitations does, so that the two cannot deadlock.
-- Errors: invitation_not_found, not_allowed.
create function reprise_private.lock_own_invitation(p_invitation_id uuid)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  perform from reprise.organizations o
  where o.id = (select v.organization_id from reprise.invitations v where v.id = p_invitation_id)
    and o.id in (select reprise_private.organizations_of_caller())
  for no key update;
  select v.* into v_invitation from reprise.invitations v
  where v.id = p_invitation_id and v.organization_id in (select reprise_private.organizations_of_caller())
  for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  elsif v_invitation.organization_id not in (select reprise_private.organizations_of_caller(
    case when v_invitation.role is null then array['owner', 'recruiter'] else array['owner'] end
  )) then
    perform reprise_private.refuse_and_roll_back(
      403, 'not_allowed', case when v_invitation.role is null then jsonb '{"reason": "recruiters_invite"}' else '{"reason": "owners_invite"}' end
    );
  end if;
  return v_invitation;
end
$$;
comment on function reprise_private.lock_own_invitation is 'Returns an invitation that the caller may change, locked.';
