-- Returns the caller, who must be an owner or recruiter of the organization. An unknown organization and one of others get the same error.
-- Reads only. Errors: not_authenticated, not_allowed.
create function reprise_private.check_author(p_organization_id uuid)
returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  if coalesce(p_organization_id not in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])), true) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed');
  end if;
  perform reprise_private.check_account(v_user_id);
  return v_user_id;
end
$$;
comment on function reprise_private.check_author is 'Returns the caller, who must be an owner or recruiter of the organization.';
