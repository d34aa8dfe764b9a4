-- Returns whether an invitation was accepted by itself and its person has neither accepted it themselves nor begun a session: then its organization
-- sees neither who they are nor that they were here. That somebody opened the link does not count: the inviter has it too.
create function reprise_private.accepted_unseen(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.accepted_by_itself and (reprise_private.invited_session(p_invitation)).id is null;
end
$$;
comment on function reprise_private.accepted_unseen is 'Returns whether an invitation was accepted by itself and not used.';
