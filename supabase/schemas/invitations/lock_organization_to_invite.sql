-- Locks and returns the organization in which the caller may invite: to an interview, as an owner or recruiter of its organization; to an organization,
-- as an owner. It stays locked until the end of the transaction, so that two calls cannot invite one address twice or exceed a limit.
-- Errors: interview_not_found, organization_not_found, not_allowed.
create function reprise_private.lock_organization_to_invite(p_interview_id uuid, p_organization_id uuid)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  v_organization_id uuid := p_organization_id;
begin
  if p_interview_id is not null then
    select i.organization_id into v_organization_id from reprise.interviews i
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller());
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
    end if;
  elsif not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  if not exists (
    select from reprise_private.organizations_of_caller(
      case when p_interview_id is null then array['owner'] else array['owner', 'recruiter'] end
    ) o (id) where o.id = v_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(
      403, 'not_allowed', case when p_interview_id is null then jsonb '{"reason": "owners_invite"}' else '{"reason": "recruiters_invite"}' end
    );
  end if;
  perform from reprise.organizations o where o.id = v_organization_id for no key update;
  return v_organization_id;
end
$$;
comment on function reprise_private.lock_organization_to_invite is 'Locks and returns the organization in which the caller may invite.';
