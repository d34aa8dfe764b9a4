-- nothing → in_progress: creates a conversation with the interviewer's opening line, a fixed text that names the interview, or the topic if
-- there is no interview (p_interview is then all null). Copies the organization's instructions and agenda, so that later edits do not change running
-- sessions; so it does the criteria. Returns the new row. The caller holds the candidate's lock and has checked that the interview may be taken.
-- p_session_id is an unused id. Errors: invalid_request.
create function reprise_private.create_conversation(p_session_id uuid, p_user_id uuid, p_interview reprise.interviews, p_conversation jsonb)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_topic text := nullif(btrim(p_conversation ->> 'topic'), '');
  v_session reprise.interview_sessions;
begin
  if jsonb_typeof(p_conversation -> 'topic') not in ('string', 'null') then
    perform reprise_private.invalid_request('conversation', 'topic must be a text');
  elsif char_length(v_topic) > 200 then
    perform reprise_private.invalid_request('conversation', 'topic may have at most 200 characters');
  elsif v_topic is null and p_interview.id is null then
    perform reprise_private.invalid_request('conversation', 'needs an interview_id or a topic');
  end if;
  insert into reprise.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until
  )
  select
    p_session_id, p_user_id, p_interview.id, p_interview.organization_id, 'conversation',
    coalesce(p_interview.title, 'Conversation: ' || v_topic), 0, '{}', coalesce(p_interview.grace_seconds, 0),
    coalesce(p_interview.start_over_allowed, true),
    now() + coalesce(make_interval(mins => p_interview.resume_window_minutes), t.conversation_resume_window)
  from reprise_private.settings t
  returning * into v_session;
  insert into reprise.conversations (session_id, topic) values (v_session.id, v_topic);
  insert into reprise.conversation_instructions (session_id, instructions, agenda)
  select v_session.id, i.instructions, i.agenda from reprise.interview_instructions i where i.interview_id = p_interview.id;
  perform reprise_private.copy_criteria(v_session);
  perform reprise_private.append_message(v_session.id, jsonb_build_object(
    'role', 'interviewer', 'source', 'script',
    'content', format(
      'Hello, and welcome. We are going to talk about this: %s. There is no clock; take the time you need. To begin, tell me a little about '
      'yourself and what you have done in this field.',
      coalesce(p_interview.title, v_topic)
    )
  ));
  return v_session;
end
$$;
comment on function reprise_private.create_conversation is 'Creates a conversation with its opening line.';
