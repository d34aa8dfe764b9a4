-- Returns whether what an accepted invitation gave is still there: the right to take the interview, or the membership. A recruiter may have
-- removed it at the Data API.
create function reprise_private.still_holds(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_invitation.role is not null then
    return exists (
      select from reprise.organization_members m
      where m.organization_id = p_invitation.organization_id and m.user_id = p_invitation.user_id
    );
  end if;
  return exists (
    select from reprise.interview_invitations r where r.interview_id = p_invitation.interview_id and r.user_id = p_invitation.user_id
  );
end
$$;
comment on function reprise_private.still_holds is 'Returns whether what an accepted invitation gave is still there.';
