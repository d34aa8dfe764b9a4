-- Returns the newest session that an accepted invitation led to: of its person and interview, started since it was accepted. Null without one.
create function reprise_private.invited_session(p_invitation reprise.invitations)
returns reprise.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  if p_invitation.user_id is not null and p_invitation.interview_id is not null then
    select s.* into v_session from reprise.interview_sessions s
    where s.user_id = p_invitation.user_id and s.interview_id = p_invitation.interview_id and s.started_at >= p_invitation.accepted_at
    order by s.started_at desc, s.id desc
    limit 1;
  end if;
  return v_session;
end
$$;
comment on function reprise_private.invited_session is 'Returns the newest session that an invitation led to.';
