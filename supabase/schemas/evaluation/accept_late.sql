-- Queues a late text for grading in place of the stored answer. The answer itself is not changed; the evaluation refers to the late text.
-- If the question has no answer, the text becomes its answer, with its lateness. A session that is not in progress gets a result row.
-- A text that is already graded is refused: accepting it again would discard what people have decided about it since.
-- Errors: invalid_request.
create function reprise_private.accept_late(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_late reprise.late_answers;
  v_answer_id uuid;
begin
  select * into v_late from reprise.late_answers k
  where k.session_id = p_session.id and k.id = (p_arguments ->> 'late_answer_id')::uuid;
  if not found then
    perform reprise_private.invalid_request('late_answer_id', 'is not a kept text of this session');
  end if;
  select a.id into v_answer_id from reprise.answers a where a.session_id = p_session.id and a.position = v_late.position;
  if found then
    if exists (
      select from reprise.evaluations e join reprise.answers a on a.id = e.answer_id
      where e.answer_id = v_answer_id and (
        e.late_answer_id = v_late.id
        or e.late_answer_id is null and v_late.accepted_at is not null and a.sha256 = v_late.sha256
      )
    ) then
      perform reprise_private.invalid_request('late_answer_id', 'was accepted already, and counts');
    end if;
    perform reprise_private.queue_evaluation(v_answer_id, v_late.id, p_actor, 'accept_late: ' || p_reason);
  elsif p_session.status = 'in_progress' then
    perform reprise_private.invalid_request('late_answer_id', 'belongs to a question that is still open');
  else
    insert into reprise.answers (session_id, position, answer, source, sha256, received_at, late_by)
    values (p_session.id, v_late.position, v_late.answer, 'submitted', v_late.sha256, v_late.received_at, v_late.late_by);
  end if;
  update reprise.late_answers k set accepted_at = now() where k.id = v_late.id;
  if p_session.status <> 'in_progress' then
    perform reprise_private.create_result(p_session.id);
  end if;
  return jsonb_build_object('position', v_late.position, 'late_answer_id', v_late.id);
end
$$;
comment on function reprise_private.accept_late is 'Queues a late text for grading.';
