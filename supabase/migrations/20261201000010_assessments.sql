-- Baseline: criteria of conversations, and their assessment. The files of supabase/schemas/assessments, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Criteria by which finished conversations are assessed. An assessment itself is an evaluation of kind conversation (reprise.evaluations).

create table reprise.interview_criteria (
  interview_id uuid primary key references reprise.interviews (id) on delete cascade,
  criteria jsonb not null,
  constraint interview_criteria_are_small check (octet_length(criteria::text) <= 32768)
);
comment on table reprise.interview_criteria is
  'The criteria by which an organization has the conversations of an interview assessed. Visible to members only. Without a row, the published '
  'defaults (reprise_private.default_criteria) apply.';
comment on column reprise.interview_criteria.criteria is
  'A list of {id, title, description, points}. Candidates read the titles where the interview shows results, and the descriptions never.';

-- The column is of an earlier domain than the table that it refers to.
alter table reprise.evaluation_history
  add foreign key (conversation_id) references reprise.conversations (session_id) on delete cascade;

create table reprise.conversation_criteria (
  session_id uuid primary key references reprise.conversations (session_id) on delete cascade,
  criteria jsonb not null
);
comment on table reprise.conversation_criteria is
  'The criteria of a conversation, as copied at its start; a regrade replaces them. Never visible to its candidate.';

-- Returns the criteria of a conversation with the scores of its assessment: {id, title, description, points, score, machine_score, reviewed,
-- evidence, comment}. score counts: a person's, else the machine's if the evaluation is done, else null. machine_score is what the model gave
-- or, if the assessment waits for a person, proposes. A person's total without criteria leaves score null.
create function reprise_private.assessed_criteria(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'id', c.criterion ->> 'id', 'title', c.criterion ->> 'title', 'description', coalesce(c.criterion ->> 'description', ''),
      'points', c.criterion -> 'points',
      'score', case
        when p_evaluation.overridden_criteria is not null then coalesce(
          p_evaluation.overridden_criteria -> (c.criterion ->> 'id'), case when p_evaluation.status = 'done' then g.given -> 'score' end
        )
        when p_evaluation.overridden_score is null and p_evaluation.status = 'done' then g.given -> 'score'
      end,
      'machine_score', g.given -> 'score',
      'reviewed', coalesce(p_evaluation.overridden_criteria ? (c.criterion ->> 'id'), false),
      'evidence', coalesce(g.given -> 'evidence', '[]'), 'comment', g.given ->> 'comment'
    ) order by c.number)
    from reprise.conversation_criteria k
    cross join jsonb_array_elements(k.criteria) with ordinality c (criterion, number)
    left join lateral (
      select f.given from jsonb_array_elements(p_evaluation.feedback -> 'criteria') f (given)
      where f.given ->> 'id' = c.criterion ->> 'id'
      limit 1
    ) g on true
    where k.session_id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessed_criteria is 'Returns the criteria of a conversation with the scores of its assessment.';

-- Returns about how many bytes a grader sends to a model to assess a conversation, without reading the texts. See reprise_private.job_bytes.
create function reprise_private.assessment_bytes(p_evaluation reprise.evaluations)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select least(sum(octet_length(m.content)), 48000)::bigint from reprise.messages m where m.session_id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessment_bytes is 'Returns about how many bytes of text a grader sends to a model to assess a conversation.';

-- Returns what a grader needs to assess one conversation: title, criteria and transcript, whether its candidate may read feedback, and the
-- grade that an earlier attempt stored before its feedback was written. Neither the interviewer's instructions nor its notes: an assessment
-- is made from what was said. At most 48,000 characters of the transcript (reprise_private.transcript_extract).
create function reprise_private.assessment_job(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'answer_id', p_evaluation.answer_id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts,
      'max_attempts', p_evaluation.max_attempts, 'session_id', s.id, 'kind', 'conversation', 'points', p_evaluation.max_score,
      'title', case when s.interview_id is not null then s.title end, 'topic', c.topic, 'criteria', k.criteria,
      'shows_feedback', reprise_private.shows_results(s), 'grade', p_evaluation.grade,
      'turns', (
        select jsonb_agg(jsonb_build_object(
          'seq', x.seq, 'message_id', x.message_id, 'role', x.role, 'content', x.content, 'left_out', coalesce(x.left_out, 0)
        ) order by x.place, x.seq)
        from reprise_private.transcript_extract(s.id, 48000) x
      )
    )
    from reprise.interview_sessions s
    join reprise.conversations c on c.session_id = s.id
    join reprise.conversation_criteria k on k.session_id = s.id
    where s.id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessment_job is 'Returns what a grader needs to assess one conversation.';

-- Returns the assessment in the results of a conversation; null if there is none. A reviewer gets everything. The candidate gets how it
-- stands and, where scores are shown (p_scores), the score that counts, titles with points and scores, and the feedback that was written without
-- the criteria. Of what raised suspicion the candidate learns nothing: everything that waits for a person is not_assessed, except
-- what they know themselves, that it was too short.
create function reprise_private.assessment_view(p_session reprise.interview_sessions, p_reviews boolean, p_scores boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_score numeric;
begin
  select * into v_evaluation from reprise.evaluations e where e.answer_id = p_session.id;
  if not found then
    return null;
  end if;
  v_score := reprise_private.counted_score(v_evaluation);
  if p_reviews then
    return jsonb_build_object(
      'score', v_score, 'max_score', v_evaluation.max_score, 'reviewed', v_evaluation.overridden_score is not null,
      'criteria', reprise_private.assessed_criteria(v_evaluation),
      'evaluation', reprise_private.evaluation_view(v_evaluation) || jsonb_build_object('feedback', v_evaluation.feedback - 'criteria'),
      'history', reprise_private.evaluation_history_view(v_evaluation.answer_id, 20)
    );
  end if;
  return jsonb_build_object('status', case
    when v_evaluation.status in ('queued', 'running') then 'grading'
    when p_scores and v_score is not null then 'assessed'
    when 'too_short' = any (v_evaluation.flags) and v_score is null then 'too_short'
    when p_scores then 'not_assessed'
    else 'hidden'
  end) || case when p_scores and v_score is not null then jsonb_build_object(
    'score', v_score, 'max_score', v_evaluation.max_score, 'reviewed', v_evaluation.overridden_score is not null,
    'criteria', (
      select jsonb_agg(jsonb_build_object('title', c -> 'title', 'points', c -> 'points', 'score', c -> 'score'))
      from jsonb_array_elements(reprise_private.assessed_criteria(v_evaluation)) c
    ),
    'feedback', reprise_private.candidate_feedback(v_evaluation)
  ) else '{}' end;
end
$$;
comment on function reprise_private.assessment_view is 'Returns the assessment in the results of a conversation.';

-- Trigger: refuses malformed criteria of an interview, also from operators. Runs after the row is written, like
-- reprise_private.check_interview. Errors: invalid_request.
create function reprise_private.check_criteria()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.conversation_criterion_faults(new.criteria) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_criteria is 'Trigger: refuses malformed criteria of an interview.';

-- Returns what is wrong with the criteria of an interview, one row per fault, with its place. 1 to 20 criteria, each with exactly a unique
-- id, a unique title, a description (which may be left out) and a whole number of points from 1 to 100. Never looks at more than 20.
create function reprise_private.conversation_criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_titles text[] := '{}';
  v_id text;
  v_title text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) not between 1 and 20 then
    return query select '["criteria"]'::jsonb, 'must be an array of 1 to 20 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'title', 'description', 'points')
    ) then
      return query
      select jsonb_build_array('criteria', v_index), 'must be {"id": "…", "title": "…", "description": "…", "points": 10}';
      continue;
    end if;
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    v_title := case when jsonb_typeof(v_criterion -> 'title') = 'string' then v_criterion ->> 'title' end;
    return query
    select jsonb_build_array('criteria', v_index, f.field), f.msg
    from (
      select 'id' as field, case
        when (v_id ~ '^[A-Za-z0-9_-]{1,64}$') is not true then 'must be a string of 1 to 64 letters, digits, hyphens and underscores'
        when lower(v_id) = any (v_ids) then 'is the id of another criterion already'
      end as msg
      union all
      select 'title', case
        when reprise_private.is_blank(v_title) or char_length(v_title) > 200 then 'must be a string of 1 to 200 characters, and not blank'
        when v_title ~ '[\u0001-\u001F\u007F]' then 'must not hold control characters'
        when reprise_private.normalized_label(v_title) = any (v_titles) then 'is the title of another criterion already'
      end
      union all
      select 'description', 'must be a string of at most 2000 characters'
      where v_criterion ? 'description'
        and (jsonb_typeof(v_criterion -> 'description') = 'string' and char_length(v_criterion ->> 'description') <= 2000) is not true
      union all
      select 'points', 'must be a whole number from 1 to 100'
      where case when jsonb_typeof(v_criterion -> 'points') = 'number'
        then (v_criterion ->> 'points')::numeric not between 1 and 100 or (v_criterion ->> 'points')::numeric % 1 <> 0
        else true end
    ) f
    where f.msg is not null;
    v_ids := v_ids || lower(v_id);
    v_titles := v_titles || reprise_private.normalized_label(v_title);
  end loop;
end
$$;
comment on function reprise_private.conversation_criterion_faults is 'Returns the faults in the criteria of an interview.';

-- Copies the criteria that apply now into a conversation: at its start, so that later edits do not change how it is assessed, and when its
-- interview is regraded. Returns whether the copy is new or differs from the one before. The caller holds the candidate's lock.
create function reprise_private.copy_criteria(p_session reprise.interview_sessions)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.conversation_criteria as c (session_id, criteria)
  select p_session.id, n.criteria
  from (select reprise_private.current_criteria(p_session) as criteria) n
  where n.criteria is not null
  on conflict (session_id) do update set criteria = excluded.criteria where c.criteria <> excluded.criteria;
  return found;
end
$$;
comment on function reprise_private.copy_criteria is 'Copies the criteria that apply now into a conversation.';

-- Returns the criteria that apply to a session now: those of its interview if both belong to the same organization, else the defaults. Null
-- if the interview was deleted or moved to another organization: the session's own copies stay.
create function reprise_private.current_criteria(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.organization_id is null then
    return reprise_private.default_criteria();
  end if;
  return (
    select coalesce(k.criteria, reprise_private.default_criteria())
    from reprise.interviews i
    left join reprise.interview_criteria k on k.interview_id = i.id
    where i.id = p_session.interview_id and i.organization_id = p_session.organization_id
  );
end
$$;
comment on function reprise_private.current_criteria is 'Returns the criteria that apply to a session now.';

-- Returns the criteria of conversations whose interview has none, and of those without an interview. They are published in docs/grading.md.
create function reprise_private.default_criteria()
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return '[
    {"id": "knowledge", "title": "Knowledge of the subject", "points": 10,
      "description": "What the candidate says about the subject is right, and goes beyond its names: causes, limits, alternatives."},
    {"id": "experience", "title": "Own experience", "points": 10,
      "description": "The candidate tells what they did themselves, with concrete situations, decisions and results."},
    {"id": "reasoning", "title": "Reasoning", "points": 10,
      "description": "The candidate gives reasons, weighs alternatives, and says what they do not know."},
    {"id": "clarity", "title": "Clarity", "points": 10,
      "description": "Answers fit the question, and somebody who was not there can follow them. Spelling and language do not count."}
  ]'::jsonb;
end
$$;
comment on function reprise_private.default_criteria is 'Returns the criteria of conversations whose interview has none.';

-- Returns whether the criteria of a conversation's interview differ from its own copies. False for other modes.
create function reprise_private.has_changed_criteria(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.conversation_criteria c
    join reprise.interview_sessions s on s.id = c.session_id
    where c.session_id = p_session_id and c.criteria <> reprise_private.current_criteria(s)
  );
end
$$;
comment on function reprise_private.has_changed_criteria is 'Returns whether the criteria of a conversation''s interview have changed.';

-- Returns a person's scores of criteria, {id: score}, after a review that gives some of them: p_given is [{"id", "score"}, …]. Scores that a
-- person gave before stay. Refuses unknown ids, scores out of bounds, and a set after which a criterion has neither a person's nor the machine's
-- score, because then there is no total. Errors: invalid_request.
create function reprise_private.overridden_criteria(p_evaluation reprise.evaluations, p_given jsonb)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_scores jsonb := coalesce(p_evaluation.overridden_criteria, '{}');
  v_entry jsonb;
  v_points numeric;
  v_missing text;
begin
  if jsonb_typeof(p_given) is distinct from 'array' or jsonb_array_length(p_given) not between 1 and 20 then
    perform reprise_private.invalid_request('criteria', 'must be a list of 1 to 20 scores, each {"id": "…", "score": 7}');
  end if;
  for v_entry in select * from jsonb_array_elements(p_given) loop
    select (c ->> 'points')::numeric into v_points
    from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
    where k.session_id = p_evaluation.session_id and c ->> 'id' = v_entry ->> 'id';
    if not found then
      perform reprise_private.invalid_request('criteria', 'must name criteria of this conversation by their ids');
    elsif (case when jsonb_typeof(v_entry -> 'score') = 'number' then (v_entry ->> 'score')::numeric between 0 and v_points end) is not true then
      perform reprise_private.invalid_request('criteria', format('must score %s between 0 and %s', v_entry ->> 'id', v_points));
    end if;
    v_scores := v_scores || jsonb_build_object(v_entry ->> 'id', round((v_entry ->> 'score')::numeric, 2));
  end loop;
  if p_evaluation.status <> 'done' then
    select string_agg(c ->> 'id', ', ') into v_missing
    from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
    where k.session_id = p_evaluation.session_id and not v_scores ? (c ->> 'id');
    if v_missing is not null then
      perform reprise_private.invalid_request('criteria', 'must score every criterion that has no score yet: ' || v_missing);
    end if;
  end if;
  return v_scores;
end
$$;
comment on function reprise_private.overridden_criteria is 'Returns a person''s scores of criteria after a review that gives some of them.';

-- Sets a person's score of a conversation beside the machine's: of criteria (their sum counts), or of the whole. It counts from now on, and
-- the result is computed again. A score of the whole replaces earlier ones of criteria. The caller holds the candidate's lock.
-- Errors: invalid_request.
create function reprise_private.override_assessment(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_changed reprise.evaluations;
begin
  select * into v_evaluation from reprise.evaluations e where e.answer_id = p_session.id for update;
  if not found then
    perform reprise_private.invalid_request('session_id', 'has no assessment: it is made when a conversation is completed, or by retry_evaluation');
  elsif (p_arguments ? 'criteria') = (p_arguments ? 'score') or p_arguments ? 'position' then
    perform reprise_private.invalid_request('criteria', 'must be given for a conversation, or score in its place, and no position');
  end if;
  v_changed := v_evaluation;
  if p_arguments ? 'criteria' then
    v_changed.overridden_criteria := reprise_private.overridden_criteria(v_evaluation, p_arguments -> 'criteria');
    v_changed.overridden_score := (
      select sum((c ->> 'score')::numeric) from jsonb_array_elements(reprise_private.assessed_criteria(v_changed)) c
    );
  else
    v_changed.overridden_criteria := null;
    v_changed.overridden_score := (p_arguments ->> 'score')::numeric;
  end if;
  if v_changed.overridden_score is null or not v_changed.overridden_score between 0 and v_evaluation.max_score then
    perform reprise_private.invalid_request('score', 'must be between 0 and ' || v_evaluation.max_score);
  end if;
  insert into reprise.evaluation_history (conversation_id, actor, reason, evaluation)
  values (p_session.id, p_actor, 'override_score: ' || p_reason, to_jsonb(v_evaluation));
  update reprise.evaluations e
  set overridden_score = v_changed.overridden_score, overridden_criteria = v_changed.overridden_criteria, overridden_by = p_actor,
    overridden_at = now(), override_reason = p_reason
  where e.answer_id = v_evaluation.answer_id;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_strip_nulls(jsonb_build_object(
    'score', v_changed.overridden_score, 'criteria', p_arguments -> 'criteria', 'machine_score', v_evaluation.score,
    'previous_override', v_evaluation.overridden_score
  ));
end
$$;
comment on function reprise_private.override_assessment is 'Sets a person''s score of a conversation, which counts instead of the machine''s.';

-- nothing, or an earlier assessment → queued; or needs_review at once, flagged too_short, if the candidate has written less than the settings
-- assessment_messages or assessment_characters: then no model is asked. The earlier assessment is added to the history, with actor and
-- reason; an existing result starts over. Calls the graders if a person queued it. The caller holds the candidate's lock or is the
-- transaction that completed the conversation.
create function reprise_private.queue_assessment(p_session_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_points integer;
  v_short boolean;
begin
  select sum((c ->> 'points')::integer) into v_points
  from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
  where k.session_id = p_session_id;
  -- The beginning of each message is enough to know, and cheap to read.
  select count(*) < t.assessment_messages
    or coalesce(sum(char_length(btrim(left(m.content, t.assessment_characters)))), 0) < t.assessment_characters into v_short
  from reprise_private.settings t
  left join reprise.messages m on m.session_id = p_session_id and m.role = 'candidate'
  group by t.assessment_messages, t.assessment_characters;

  -- One statement, so that a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from reprise.evaluations e where e.answer_id = p_session_id returning e.*
  )
  insert into reprise.evaluation_history (conversation_id, actor, reason, evaluation)
  select r.session_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into reprise.evaluations (
    answer_id, session_id, position, kind, max_score, max_attempts, status, grader, feedback, flags, finished_at
  )
  select p_session_id, p_session_id, null, 'conversation', v_points, t.evaluation_max_attempts,
    case when v_short then 'needs_review' else 'queued' end, case when v_short then 'none' end,
    case when v_short then '{"text": "This conversation was too short to be assessed."}' else '{}' end::jsonb,
    case when v_short then '{too_short}' else '{}' end::text[], case when v_short then now() end
  from reprise_private.settings t;
  perform reprise_private.reset_result(p_session_id);
  update reprise.session_results r set maximum = v_points where r.session_id = p_session_id;
  if p_actor is not null and not v_short then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.queue_assessment is 'Queues the assessment of a conversation and adds the earlier one to the history.';

-- Has a closed conversation assessed again, or for the first time if it was cancelled or abandoned. A person's score stays, so a conversation
-- that has one is refused. The caller holds the candidate's lock. Errors: invalid_request.
create function reprise_private.retry_assessment(p_session reprise.interview_sessions, p_actor uuid, p_reason text)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if p_session.status = 'in_progress' then
    perform reprise_private.invalid_request('action', 'must wait: a conversation is assessed when it has ended');
  elsif exists (select from reprise.evaluations e where e.answer_id = p_session.id and e.overridden_score is not null) then
    perform reprise_private.invalid_request('action', 'must not be retry_evaluation: a person has scored this conversation');
  end if;
  perform reprise_private.queue_assessment(p_session.id, p_actor, 'retry_evaluation: ' || p_reason);
  perform reprise_private.create_result(p_session.id);
  return jsonb_build_object('positions', '[]'::jsonb, 'conversation', true);
end
$$;
comment on function reprise_private.retry_assessment is 'Has a closed conversation assessed again.';

-- Returns the criteria of a conversation for the writer of its summary, in the form in which a timed session's answers come: titles, points
-- and scores. The candidate may read the summary, so no description, no evidence and nothing that was written by a call that knew them.
create function reprise_private.summarized_criteria(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'position', c.number - 1, 'kind', 'criterion', 'prompt', c.criterion ->> 'title', 'points', c.criterion -> 'points',
      'source', 'submitted', 'status', e.status, 'score', c.criterion -> 'score',
      'feedback', case when c.number = 1 then reprise_private.candidate_feedback(e) else '{}' end
    ) order by c.number)
    from reprise.evaluations e
    cross join jsonb_array_elements(reprise_private.assessed_criteria(e)) with ordinality c (criterion, number)
    where e.answer_id = p_session_id
  );
end
$$;
comment on function reprise_private.summarized_criteria is 'Returns the criteria of a conversation for the writer of its summary.';

-- Copies changed criteria into a conversation and queues its assessment again, if it has one. Returns whether it did; null if the criteria
-- are the same. A person's score does not survive, because it was given by other criteria: the history has it. Called by a regrade, which
-- holds the candidate's lock.
create function reprise_private.take_changed_criteria(p_session_id uuid, p_actor uuid, p_reason text)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  -- Read again under the lock: another regrade may have processed this session while this one waited for it.
  if not reprise_private.has_changed_criteria(p_session_id) then
    return null;
  end if;
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  perform reprise_private.copy_criteria(v_session);
  if not exists (select from reprise.evaluations e where e.answer_id = p_session_id) then
    return false;
  end if;
  perform reprise_private.queue_assessment(p_session_id, p_actor, p_reason);
  return true;
end
$$;
comment on function reprise_private.take_changed_criteria is 'Copies changed criteria into a conversation and queues its assessment again.';

-- Returns the messages of a conversation for its assessment, each reply after the message it replies to, in at most p_characters characters.
-- If there are more, the longest messages are cut to the same length, and every message keeps its beginning: a candidate who wrote one
-- enormous text pushes nothing else out. `left_out` is what was cut off the message.
create function reprise_private.transcript_extract(p_session_id uuid, p_characters integer)
returns table (seq integer, place integer, message_id uuid, role text, content text, left_out integer)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  with lengths as (
    select m.seq, char_length(m.content) as length from reprise.messages m where m.session_id = p_session_id
  ), levels as (
    -- If this message is the shortest that is cut, each of those from it on gets this many characters.
    select l.length, (p_characters - sum(l.length) over w + l.length) / (count(*) over () - row_number() over w + 1) as level
    from lengths l
    window w as (order by l.length, l.seq)
  ), cut as (
    select floor(max(v.level))::integer as level from levels v where v.length > v.level
  )
  select m.seq, coalesce(m.replies_to_seq, m.seq), m.message_id, m.role,
    case when c.level is null then m.content else left(m.content, c.level) end,
    greatest(char_length(m.content) - c.level, 0)
  from reprise.messages m cross join cut c
  where m.session_id = p_session_id
  order by 2, 1;
end
$$;
comment on function reprise_private.transcript_extract is 'Returns the messages of a conversation within a number of characters.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.interview_criteria enable row level security;
create policy "members read the criteria of their interviews" on reprise.interview_criteria
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters write criteria" on reprise.interview_criteria
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change criteria" on reprise.interview_criteria
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete criteria" on reprise.interview_criteria
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.conversation_criteria enable row level security;
create policy "members read by what conversations are assessed" on reprise.conversation_criteria
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
create trigger interview_criteria_are_checked
  after insert or update on reprise.interview_criteria
  for each row execute function reprise_private.check_criteria();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.interview_criteria,
  reprise.conversation_criteria
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.interview_criteria
to authenticated;
grant select on
  reprise.conversation_criteria
to authenticated;

revoke execute on function
  reprise_private.assessed_criteria,
  reprise_private.assessment_bytes,
  reprise_private.assessment_job,
  reprise_private.assessment_view,
  reprise_private.check_criteria,
  reprise_private.conversation_criterion_faults,
  reprise_private.copy_criteria,
  reprise_private.current_criteria,
  reprise_private.default_criteria,
  reprise_private.has_changed_criteria,
  reprise_private.overridden_criteria,
  reprise_private.override_assessment,
  reprise_private.queue_assessment,
  reprise_private.retry_assessment,
  reprise_private.summarized_criteria,
  reprise_private.take_changed_criteria,
  reprise_private.transcript_extract
from public, anon, authenticated, service_role;

reset check_function_bodies;
reset lock_timeout;
