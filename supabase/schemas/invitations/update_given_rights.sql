-- Gives the rights that an invitation and, for a link, its places created the columns of p_changed (of expires_at, extra_time_percent and
-- attempts_allowed). The other columns keep what the Data API gave them; a right that was withdrawn, and one that was there before, stay as they are.
create function reprise_private.update_given_rights(p_invitation_id uuid, p_changed text[])
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.interview_invitations r
  set expires_at = case when 'expires_at' = any (p_changed) then v.expires_at else r.expires_at end,
    extra_time_percent = case when 'extra_time_percent' = any (p_changed) then v.extra_time_percent else r.extra_time_percent end,
    attempts_allowed = case when 'attempts_allowed' = any (p_changed) then v.attempts_allowed else r.attempts_allowed end
  from reprise.invitations v
  where p_invitation_id in (v.id, v.link_id) and v.revoked_at is null and v.gave_right
    and r.interview_id = v.interview_id and r.user_id = v.user_id
    and (r.expires_at, r.extra_time_percent, r.attempts_allowed) is distinct from (v.expires_at, v.extra_time_percent, v.attempts_allowed);
end
$$;
comment on function reprise_private.update_given_rights is 'Gives the rights that an invitation created its end and terms.';
