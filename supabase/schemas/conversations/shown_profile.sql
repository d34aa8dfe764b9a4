-- Returns the interviewer's notes for one reader: a reviewer always gets them, the candidate only where the interview shows results. Null if
-- they are hidden, {} if there are none yet. Reads only.
create function reprise_private.shown_profile(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_reviews or reprise_private.shows_results(p_session) then
    coalesce((select n.profile from reprise.conversation_profiles n where n.session_id = p_session.id), '{}')
  end;
end
$$;
comment on function reprise_private.shown_profile is 'Returns the interviewer''s notes, or null if the reader may not see them.';
