-- Returns whether a repeated start asks for what the session was started with, as far as the session records it: the topic of a conversation;
-- type, domain, difficulty and question count of a practice run. Templates are not compared: one may have been changed or deleted since.
create function reprise_private.is_same_start(p_session reprise.interview_sessions, p_practice jsonb, p_conversation jsonb)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.mode = 'conversation' then
    return nullif(btrim(p_conversation ->> 'topic'), '')
      is not distinct from (select c.topic from reprise.conversations c where c.session_id = p_session.id);
  elsif p_session.mode = 'practice' and jsonb_typeof(p_practice -> 'template_id') is not distinct from 'string' then
    return true;
  elsif p_session.mode = 'practice' then
    return (p_practice ->> 'interview_type', p_practice ->> 'domain', p_practice ->> 'difficulty', p_practice ->> 'question_count')
      is not distinct from (p_session.interview_type, p_session.domain, p_session.difficulty, p_session.question_count::text);
  end if;
  return true;
end
$$;
comment on function reprise_private.is_same_start is 'Returns whether a repeated start has the arguments its session was started with.';
