-- Returns the session view of the API: its state (reprise_private.session_state) and the candidate's answers. It grows with what was answered.
create function reprise_private.session_view(p_session reprise.interview_sessions, p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return reprise_private.session_state(p_session, p_active)
    || jsonb_build_object('answers', reprise_private.answers_view(p_session.id));
end
$$;
comment on function reprise_private.session_view is 'Returns the session view of the API.';
