-- Gives a locked invitation other terms (extra_time_percent, attempts_allowed, note), and with them the rights that it and, for a link, its places
-- gave. The terms of a session that has begun stay what they are: then it is refused, and a place of the link is left out.
-- Errors: invalid_request, invitation_closed.
create function reprise_private.change_invitation_terms(p_invitation reprise.invitations, p_terms jsonb)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := p_invitation;
  v_wrong text;
begin
  if p_invitation.role is not null then
    perform reprise_private.invalid_request('action', 'change is for invitations to an interview');
  elsif (reprise_private.invited_session(p_invitation)).id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "started"}');
  elsif jsonb_typeof(p_terms) is distinct from 'object' or p_terms = '{}' then
    perform reprise_private.invalid_request('terms', 'must be an object with extra_time_percent, attempts_allowed or note');
  end if;
  select t.key into v_wrong from jsonb_each(p_terms) t
  where not case t.key
    when 'extra_time_percent' then t.value::text ~ '^[0-9]{1,3}$'
    when 'attempts_allowed' then t.value::text ~ '^([0-9]{1,3}|null)$'
    else t.key = 'note' and jsonb_typeof(t.value) = 'string'
  end
  limit 1;
  if found then
    perform reprise_private.invalid_request(left(v_wrong, 100), 'does not belong here, or is of another type');
  end if;
  v_invitation := jsonb_populate_record(p_invitation, p_terms);
  v_invitation.note := btrim(v_invitation.note, E' \t\r\n');
  perform reprise_private.check_invitation_terms(
    v_invitation.extra_time_percent, v_invitation.attempts_allowed, null, v_invitation.note
  );
  update reprise.invitations v
  set extra_time_percent = v_invitation.extra_time_percent, attempts_allowed = v_invitation.attempts_allowed, note = v_invitation.note
  where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null and (reprise_private.invited_session(v)).id is null;
  perform reprise_private.update_given_rights(p_invitation.id, array(select jsonb_object_keys(p_terms)));
  return v_invitation;
end
$$;
comment on function reprise_private.change_invitation_terms is 'Gives an invitation, and the rights that it gave, other terms.';
