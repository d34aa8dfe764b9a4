-- Returns the first text that was submitted for an expired question and arrived before p_closes_at, the end of its time with what the outage
-- had taken; a null row without one. Drafts do not count: nobody submitted them.
create function reprise_private.late_text_in_time(p_question reprise.session_questions, p_closes_at timestamptz)
returns reprise.late_answers
language plpgsql stable set search_path = ''
as $$
declare
  v_late reprise.late_answers;
begin
  select * into v_late from reprise.late_answers k
  where k.session_id = p_question.session_id and k.position = p_question.position and k.reason = 'late'
    and k.received_at <= p_closes_at
  order by k.received_at, k.id
  limit 1;
  return v_late;
end
$$;
comment on function reprise_private.late_text_in_time is 'Returns the late text that an outage kept from being in time.';
