-- → revoked, for a locked invitation and, of a link, its places whose people have not begun. Takes back the right to take the interview, unless
-- another invitation of the same person to the same interview stands, which then keeps it. An accepted invitation to an organization is refused:
-- the member is removed instead. Errors: invitation_closed.
create function reprise_private.revoke_invitation(p_invitation reprise.invitations)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_row reprise.invitations;
  v_invitation reprise.invitations;
begin
  if (reprise_private.invited_session(p_invitation)).id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "started"}');
  elsif p_invitation.role is not null and p_invitation.user_id is not null and reprise_private.still_holds(p_invitation) then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
  end if;
  for v_row in
    update reprise.invitations v set revoked_at = now()
    where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null and (reprise_private.invited_session(v)).id is null
    returning v.*
  loop
    if v_row.id = p_invitation.id then
      v_invitation := v_row;
    end if;
    continue when not v_row.gave_right;
    update reprise.invitations v set gave_right = true
    where v.id = (
      select o.id from reprise.invitations o
      where o.user_id = v_row.user_id and o.interview_id = v_row.interview_id and o.revoked_at is null and o.expires_at > now() and o.id <> v_row.id
      order by o.accepted_at, o.id
      limit 1
    );
    if not found then
      delete from reprise.interview_invitations r where r.interview_id = v_row.interview_id and r.user_id = v_row.user_id;
    end if;
  end loop;
  return v_invitation;
end
$$;
comment on function reprise_private.revoke_invitation is 'Revokes an invitation and takes back what it gave.';
