-- Refuses a caller who is no owner or recruiter of the organization, or whose account may start nothing. An unknown organization and one of
-- others get the same error. p_user_id is the caller. Reads only. Errors: not_allowed, not_authenticated.
create function reprise_private.check_author(p_user_id uuid, p_organization_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
begin
  if coalesce(p_organization_id not in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])), true) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed');
  end if;
  perform reprise_private.check_account(p_user_id);
end
$$;
comment on function reprise_private.check_author is 'Refuses a caller who is no owner or recruiter of the organization.';
