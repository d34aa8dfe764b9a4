-- invited → accepted, for up to 50 invitations to interviews that wait for the confirmed address of a user. Called when they list their
-- interviews: an invitation sent before they had an account becomes theirs by itself, and its organization does not see that (accepted_unseen).
-- Only those that can be accepted count for the 50 (can_be_accepted). Skips an invitation that another transaction holds, and does nothing for an
-- account that may start nothing. Invitations to organizations are not accepted by themselves (list_organizations shows them).
create function reprise_private.accept_waiting_invitations(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_email text := reprise_private.confirmed_email(p_user_id);
  v_invitation reprise.invitations;
begin
  for v_invitation in
    select v.* from reprise.invitations v
    join reprise.interviews i on i.id = v.interview_id and i.organization_id = v.organization_id and i.status = 'published'
    where v.email = v_email and v.interview_id is not null and v.user_id is null and v.revoked_at is null and v.expires_at > now()
    order by v.created_at, v.id
    limit 50
    for no key update of v skip locked
  loop
    update reprise.invitations v set user_id = p_user_id, accepted_at = now(), accepted_by_itself = true
    where v.id = v_invitation.id
    returning v.* into v_invitation;
    perform reprise_private.give_right_or_membership(v_invitation);
  end loop;
end
$$;
comment on function reprise_private.accept_waiting_invitations is 'Accepts the invitations to interviews that wait for a user''s address.';
