-- Questions nobody could answer were stored, broke the candidate's page while the clock ran, and showed candidates what else an option held.
-- Options and keys are checked when they are written (422 invalid_request with places), candidates get ids and texts only, and a choice
-- whose key names no option waits for a person instead of scoring nothing. Bad rows that exist stay, and do not fail this migration:
-- docs/operations.md says how to find them.

-- Whether a text shows nothing: null, empty, or made only of spaces, line ends, control characters, characters that are never seen (zero
-- width, soft hyphen, direction marks, fillers, variation selectors, tags) and accents without a letter. Listed by code point: what \s
-- means depends on the database's locale.
create function private.is_blank(p_text text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  -- Not an SQL function, like those that call it: those are planned at each call, and a submit calls them for each option.
  return p_text is null or p_text !~ (
    '[^\u0001-\u0020\u007F-\u00A0\u00AD\u0300-\u036F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u1AB0-\u1AFF\u1DC0-\u1DFF'
    '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u20D0-\u20FF\u2800\u3000\u3164\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF\uFFA0\uFFF0-\uFFFB'
    '\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
  );
end
$$;
comment on function private.is_blank(text) is 'Whether a text shows nothing to a reader.';
revoke execute on function private.is_blank(text) from public, anon, authenticated;

-- The options of a question as a candidate gets them: id and text of each, and nothing else an author has stored with them. Null for kinds
-- without options. For rows from before options were checked: a number is read as its digits, a missing text is empty, and an option
-- without an id, which nobody could choose, is left out.
create function private.shown_options(p_kind text, p_options jsonb)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is distinct from 'mcq' then
    return null;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'text', coalesce(o.text, '')) order by o.number), '[]')
    from (
      select e.number,
        case when jsonb_typeof(e.option -> 'id') in ('string', 'number') then e.option ->> 'id' end as id,
        case when jsonb_typeof(e.option -> 'text') in ('string', 'number') then e.option ->> 'text' end as text
      from jsonb_array_elements(p_options) with ordinality e (option, number)
    ) o
    where not private.is_blank(o.id)
  );
end
$$;
comment on function private.shown_options(text, jsonb) is 'Ids and texts of a question''s options.';
revoke execute on function private.shown_options(text, jsonb) from public, anon, authenticated;

-- Whether an id is exactly that of one of a question's options; never for null.
create function private.names_option(p_options jsonb, p_id text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(private.shown_options('mcq', p_options) @> jsonb_build_array(jsonb_build_object('id', p_id)), false);
end
$$;
comment on function private.names_option(jsonb, text) is 'Whether an id is that of one of the options.';
revoke execute on function private.names_option(jsonb, text) from public, anon, authenticated;

-- Whether a candidate can read and answer a question: its prompt shows something, and an mcq has two or more options, each with an id of
-- its own and a text that shows something. A question that was stored before questions were checked may fail; a new one cannot.
create function private.is_answerable(p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if private.is_blank(p_prompt) then
    return false;
  elsif p_kind <> 'mcq' then
    return true;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return false;
  end if;
  return (
    select count(*) >= 2 and count(*) = jsonb_array_length(p_options) and count(distinct o ->> 'id') = count(*)
      and bool_and(not private.is_blank(o ->> 'text'))
    from jsonb_array_elements(private.shown_options(p_kind, p_options)) o
  ) is true;
end
$$;
comment on function private.is_answerable(text, text, jsonb) is 'Whether a candidate can answer a question.';
revoke execute on function private.is_answerable(text, text, jsonb) from public, anon, authenticated;

-- Whether a question may be drawn for practice: active, of the public bank, and one that a candidate can answer.
create function private.is_drawable(p_organization_id uuid, p_is_active boolean, p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_is_active and p_organization_id is null and private.is_answerable(p_kind, p_prompt, p_options);
end
$$;
comment on function private.is_drawable(uuid, boolean, text, text, jsonb) is 'Whether a question may be drawn for practice.';
revoke execute on function private.is_drawable(uuid, boolean, text, text, jsonb) from public, anon, authenticated;

-- What two labels have in common that a person takes for the same: without regard to case, width, and the number and kind of spaces. For
-- short texts only: normalizing costs the square of a run of accents.
create function private.folded_label(p_text text)
returns text
language sql immutable set search_path = ''
as $$
  select btrim(regexp_replace(
    lower(normalize(left(p_text, 200), nfkc)),
    '[\u0001-\u0020\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]+', ' ', 'g'
  ))
$$;
comment on function private.folded_label(text) is 'A label for comparison with others.';
revoke execute on function private.folded_label(text) from public, anon, authenticated;

-- What is wrong with the options of a question, one row a fault, with the place. An mcq has 2 to 20 options, each with exactly two members:
-- an id of 1 to 100 characters without spaces or unseen characters around it, no two alike (also not but for case), and a text of 1
-- to 2000 characters that shows something. Other kinds have none. Looks at no more than 20 options, whatever was sent.
create function private.option_faults(p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_option jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
  v_member text;
begin
  if p_kind is distinct from 'mcq' then
    return query select '["options"]'::jsonb, 'must be null for a question of this kind' where p_options is not null;
    return;
  elsif jsonb_typeof(p_options) is distinct from 'array' or jsonb_array_length(p_options) not between 2 and 20 then
    return query select '["options"]'::jsonb, 'must be an array of 2 to 20 options, each {"id": "…", "text": "…"}';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_options) - 1 loop
    v_option := p_options -> v_index;
    loc := jsonb_build_array('options', v_index);
    if jsonb_typeof(v_option) <> 'object' then
      msg := 'must be an object {"id": "…", "text": "…"}';
      return next;
      continue;
    end if;
    select k into v_member from jsonb_object_keys(v_option) k where k not in ('id', 'text') order by k limit 1;
    if found then
      msg := format('holds %s; an option has an id and a text, and nothing else', to_json(left(v_member, 50)));
      return next;
    end if;

    loc := jsonb_build_array('options', v_index, 'id');
    v_id := case when jsonb_typeof(v_option -> 'id') = 'string' then v_option ->> 'id' end;
    if private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif private.is_blank(left(v_id, 1)) or private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif private.folded_label(v_id) = any (v_ids) then
      msg := 'is the id of another option already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || private.folded_label(v_id);
    end if;

    loc := jsonb_build_array('options', v_index, 'text');
    v_text := case when jsonb_typeof(v_option -> 'text') = 'string' then v_option ->> 'text' end;
    if private.is_blank(v_text) or char_length(v_text) > 2000 then
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;
  end loop;
end
$$;
comment on function private.option_faults(text, jsonb) is 'What is wrong with the options of a question, and where.';
revoke execute on function private.option_faults(text, jsonb) from public, anon, authenticated;

-- What is wrong with a question of the bank, one row a fault, with the place. Lengths and ranges of the other columns are constraints of the table.
create function private.question_faults(p_question public.questions)
returns table (loc jsonb, msg text)
language sql immutable set search_path = ''
as $$
  select '["prompt"]'::jsonb, 'must not be blank' where private.is_blank(p_question.prompt)
  union all
  select jsonb_build_array(label.name), 'must be 1 to 200 characters, and not blank'
  from (values ('interview_type', p_question.interview_type), ('domain', p_question.domain)) label (name, value)
  where private.is_blank(label.value) or char_length(label.value) > 200
  union all
  select f.loc, f.msg from private.option_faults(p_question.kind, p_question.options) f
$$;
comment on function private.question_faults(public.questions) is 'What is wrong with a question, and where.';
revoke execute on function private.question_faults(public.questions) from public, anon, authenticated;

-- Whether the correct option of a key fits its question: only an mcq has one, and it is exactly the id of one of the options. Null fits:
-- the key is not complete yet, and until it is the answers wait for a person.
create function private.correct_option_faults(p_correct_option text, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language sql immutable set search_path = ''
as $$
  select '["correct_option"]'::jsonb, case
    when p_kind <> 'mcq' then 'must be null: the question is not multiple choice'
    else 'must be exactly the id of one of the question''s options'
  end
  where p_correct_option is not null and (p_kind <> 'mcq' or not private.names_option(p_options, p_correct_option))
$$;
comment on function private.correct_option_faults(text, text, jsonb) is 'Whether a correct option fits its question.';
revoke execute on function private.correct_option_faults(text, text, jsonb) from public, anon, authenticated;

-- What is wrong with the keywords of a key, one row a fault, with the place: at most 100, each a string or {"keyword", "synonyms"}, 1 to 200
-- characters that show something, no two alike. One written twice would count twice. Looks at no more than is allowed, whatever was sent.
create function private.keyword_faults(p_keywords jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_entry jsonb;
  v_synonyms jsonb;
  v_form text;
  v_seen text[] := '{}';
begin
  if jsonb_typeof(p_keywords) is distinct from 'array' or jsonb_array_length(p_keywords) > 100 then
    return query select '["keywords"]'::jsonb, 'must be an array of at most 100 keywords';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_keywords) - 1 loop
    v_entry := p_keywords -> v_index;
    loc := jsonb_build_array('keywords', v_index);
    if jsonb_typeof(v_entry) = 'string' then
      v_entry := jsonb_build_object('keyword', v_entry);
    elsif jsonb_typeof(v_entry) <> 'object' or exists (
      select from jsonb_object_keys(v_entry) k where k not in ('keyword', 'synonyms')
    ) then
      msg := 'must be a string or {"keyword": "…", "synonyms": ["…"]}';
      return next;
      continue;
    else
      loc := loc || '["keyword"]';
    end if;
    v_form := case when jsonb_typeof(v_entry -> 'keyword') = 'string' then v_entry ->> 'keyword' end;
    if private.is_blank(v_form) or char_length(v_form) > 200 then
      msg := 'must be a string of 1 to 200 characters, and not blank';
      return next;
    elsif private.folded_label(v_form) = any (v_seen) then
      msg := 'is there already (case and spaces do not tell keywords apart)';
      return next;
    else
      v_seen := v_seen || private.folded_label(v_form);
    end if;

    continue when not v_entry ? 'synonyms';
    v_synonyms := v_entry -> 'synonyms';
    loc := jsonb_build_array('keywords', v_index, 'synonyms');
    if jsonb_typeof(v_synonyms) <> 'array' or jsonb_array_length(v_synonyms) > 50 then
      msg := 'must be an array of at most 50 strings';
      return next;
      continue;
    end if;
    return query
    select jsonb_build_array('keywords', v_index, 'synonyms', s.number - 1), 'must be a string of 1 to 200 characters, and not blank'
    from jsonb_array_elements(v_synonyms) with ordinality s (form, number)
    where jsonb_typeof(s.form) <> 'string' or private.is_blank(s.form #>> '{}') or char_length(s.form #>> '{}') > 200;
  end loop;
end
$$;
comment on function private.keyword_faults(jsonb) is 'What is wrong with the keywords of a key, and where.';
revoke execute on function private.keyword_faults(jsonb) from public, anon, authenticated;

-- What is wrong with the criteria of a key, one row a fault, with the place: at most 50, each with exactly an id of its own, a text and points
-- above 0 and up to 1000. They need not add up to the question's points: the grader scales them. Looks at no more than 50, whatever was sent.
create function private.criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) > 50 then
    return query select '["criteria"]'::jsonb, 'must be an array of at most 50 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    loc := jsonb_build_array('criteria', v_index);
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'text', 'points')
    ) then
      msg := 'must be {"id": "…", "text": "…", "points": 8}';
      return next;
      continue;
    end if;

    loc := jsonb_build_array('criteria', v_index, 'id');
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    if private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif private.folded_label(v_id) = any (v_ids) then
      msg := 'is the id of another criterion already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || private.folded_label(v_id);
    end if;

    v_text := case when jsonb_typeof(v_criterion -> 'text') = 'string' then v_criterion ->> 'text' end;
    if private.is_blank(v_text) or char_length(v_text) > 2000 then
      loc := jsonb_build_array('criteria', v_index, 'text');
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;

    if (jsonb_typeof(v_criterion -> 'points') = 'number'
      and (v_criterion ->> 'points')::numeric > 0 and (v_criterion ->> 'points')::numeric <= 1000) is not true
    then
      loc := jsonb_build_array('criteria', v_index, 'points');
      msg := 'must be a number above 0 and up to 1000';
      return next;
    end if;
  end loop;
end
$$;
comment on function private.criterion_faults(jsonb) is 'What is wrong with the criteria of a key, and where.';
revoke execute on function private.criterion_faults(jsonb) from public, anon, authenticated;

-- What is wrong with the key of a question, one row a fault, with the place; also whether it fits the question as it is now.
create function private.key_faults(p_key public.question_keys, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language sql immutable set search_path = ''
as $$
  select f.loc, f.msg from private.correct_option_faults(p_key.correct_option, p_kind, p_options) f
  union all
  select f.loc, f.msg from private.keyword_faults(p_key.keywords) f
  union all
  select '["sample_solution"]'::jsonb, 'must be at most 50000 characters' where char_length(p_key.sample_solution) > 50000
  union all
  select f.loc, f.msg from private.criterion_faults(p_key.criteria) f
$$;
comment on function private.key_faults(public.question_keys, text, jsonb) is 'What is wrong with a key, and where.';
revoke execute on function private.key_faults(public.question_keys, text, jsonb) from public, anon, authenticated;

-- Refuses a row that an author writes: 422 invalid_request with all its faults and their places; does nothing if there are none. The sentence
-- names the first one. p_faults: [{"loc": ["options", 1, "text"], "msg": "…"}, …] or null.
create function private.refuse_faults(p_faults jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if jsonb_array_length(p_faults) > 0 then
    perform private.refuse(
      422, 'invalid_request',
      (
        select string_agg(
          case when jsonb_typeof(l.part) = 'number' then '[' || (l.part #>> '{}') || ']' else repeat('.', (l.number > 1)::integer) || (l.part #>> '{}') end,
          '' order by l.number
        )
        from jsonb_array_elements(p_faults -> 0 -> 'loc') with ordinality l (part, number)
      ) || ': ' || (p_faults -> 0 ->> 'msg'),
      jsonb_build_object('errors', p_faults)
    );
  end if;
end
$$;
comment on function private.refuse_faults(jsonb) is 'Refuses a row with the faults that were found in it.';
revoke execute on function private.refuse_faults(jsonb) from public, anon, authenticated;

-- Trigger: refuses a question that nobody could answer, or that its key no longer fits, whoever writes it. After the row, so that row level
-- security has been asked first: nobody learns here what they may not read. Only what is written is checked: a bad question from before can
-- be switched off or deleted. The row's lock makes a key that is written meanwhile wait (check_question_key). Errors: invalid_request.
create function private.check_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_correct_option text;
begin
  perform private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from private.question_faults(new) f
  ));
  if tg_op = 'UPDATE' then
    select k.correct_option into v_correct_option from public.question_keys k where k.question_id = new.id;
    if (old.kind, old.options) is distinct from (new.kind, new.options)
      and exists (select from private.correct_option_faults(v_correct_option, new.kind, new.options))
    then
      perform private.refuse_faults(jsonb_build_array(jsonb_build_object(
        'loc', jsonb_build_array(case when new.kind = 'mcq' then 'options' else 'kind' end),
        'msg', format('the question''s key names the option %s; set its correct_option to null first', to_json(left(v_correct_option, 100)))
      )));
    end if;
  end if;
  return null;
end
$$;
comment on function private.check_question() is 'Trigger: refuses questions that cannot be answered.';
create trigger questions_are_checked
  after insert or update of kind, prompt, options, interview_type, domain on public.questions
  for each row execute function private.check_question();
revoke execute on function private.check_question() from public, anon, authenticated;

-- Trigger: refuses a key that could not grade its question, whoever writes it. After the row, so that row level security has been asked first.
-- Locks the question against a change meanwhile: whichever of the two comes second sees the first. Errors: invalid_request.
create function private.check_question_key()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_question public.questions;
begin
  select * into v_question from public.questions q where q.id = new.question_id for share;
  perform private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from private.key_faults(new, v_question.kind, v_question.options) f
  ));
  return null;
end
$$;
comment on function private.check_question_key() is 'Trigger: refuses keys that cannot grade their question.';
create trigger question_keys_are_checked
  after insert or update on public.question_keys
  for each row execute function private.check_question_key();
revoke execute on function private.check_question_key() from public, anon, authenticated;

-- Trigger: refuses an interview whose title shows nothing, or whose description is longer than anybody reads, whoever writes it. Every
-- candidate loads both. After the row, like private.check_question. Errors: invalid_request.
create function private.check_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from (
      select '["title"]'::jsonb as loc, 'must not be blank' as msg where private.is_blank(new.title)
      union all
      select '["description"]', 'must be at most 10000 characters' where char_length(new.description) > 10000
    ) f
  ));
  return null;
end
$$;
comment on function private.check_interview() is 'Trigger: refuses interviews without a readable title.';
create trigger interviews_are_checked
  after insert or update of title, description on public.interviews
  for each row execute function private.check_interview();
revoke execute on function private.check_interview() from public, anon, authenticated;

-- Null options passed it. The triggers say more, and let a bad question from before be switched off.
alter table public.questions drop constraint questions_options_only_for_mcq;
comment on column public.questions.options is 'For mcq: [{"id": "a", "text": "…"}, …]; null for the other kinds. Checked by private.check_question.';

-- The answer to an mcq must be the id of one of its options, or empty when the time has expired. Errors: invalid_request.
create or replace function private.check_option(p_question public.session_questions, p_answer text, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_question.kind = 'mcq' and not (p_answer = '' and p_time_expired)
    and not private.names_option(p_question.options, p_answer)
  then
    perform private.invalid_request('answer', 'must be the id of one of the options');
  end if;
end
$$;

-- The question object of the API: the current question if it has been handed out and the session is open, else null.
create or replace function private.question_view(p_session public.interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'position', q.position,
    'kind', q.kind,
    'prompt', q.prompt,
    'options', private.shown_options(q.kind, q.options),
    'points', q.points,
    'time_limit_seconds', q.time_limit_seconds,
    'served_at', private.rfc3339(q.served_at),
    'deadline_at', private.rfc3339(q.deadline_at),
    'grace_seconds', p_session.grace_seconds,
    'remaining_seconds', private.remaining_seconds(q.deadline_at),
    'draft', q.draft
  )
  from public.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position
    and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
$$;

-- A candidate's own result. Scores only when the session is over, its grading has ended and its interview shows results. A session without an
-- interview always shows them; one whose interview has moved to another organization never does. The candidate gets the graders' text, strengths
-- and improvements, never keywords or criteria, and nothing where something was withheld. Until scores are shown, graded counts every answer
-- that no grader will look at any more: whether one waits for review or failed would show, during the session, what raises suspicion.
create or replace function private.candidate_results(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  with standing as (
    select private.results_status(p_session) as status, private.grading_counts(p_session.id) as counts,
      coalesce((
        select i.results_visible_to_candidate and i.organization_id is not distinct from p_session.organization_id
        from public.interviews i where i.id = p_session.interview_id
      ), true) as visible
  ), shown as (
    select case when t.visible or t.status = 'in_progress' then t.status else 'hidden' end as status,
      t.visible and t.status in ('ready', 'failed') as scores, t.counts
    from standing t
  )
  select jsonb_build_object(
    'status', w.status,
    'counts', jsonb_build_object(
      'total', w.counts -> 'total',
      'graded', case when w.scores then (w.counts ->> 'graded')::integer else (w.counts ->> 'total')::integer - (w.counts ->> 'open')::integer end
    ),
    'result', case when w.scores then private.result_view(p_session.id) - 'grader' end,
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', private.shown_options(q.kind, q.options),
          'answer', a.answer, 'source', a.source, 'max_score', q.points,
          'transcription', private.transcription_view(a.session_id, a.position, a.sha256)
        ) || case when w.scores then jsonb_build_object(
          'score', private.counted_score(e), 'grader', e.grader, 'provisional', e.provisional and e.overridden_score is null,
          'reviewed', e.overridden_score is not null,
          'feedback', case when e.status = 'done' and not ('withheld' = any (e.flags)) then
            jsonb_strip_nulls(jsonb_build_object(
              'text', e.feedback -> 'text', 'strengths', e.feedback -> 'strengths', 'improvements', e.feedback -> 'improvements'
            ))
          else '{}' end
        ) else '{}' end
        order by q.position
      )
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = p_session.id and q.served_at is not null
    ), '[]')
  )
  from shown w
$$;

-- Everything about a session, for a member of its organization: answers with the machine's and the person's scores, keys as they were, kept
-- texts, and the audit trail.
create or replace function private.reviewer_results(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'status', private.results_status(p_session),
    'candidate', private.candidate_name(p_session.user_id),
    'counts', private.grading_counts(p_session.id),
    'result', private.result_view(p_session.id),
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', private.shown_options(q.kind, q.options), 'points', q.points,
          'time_limit_seconds', q.time_limit_seconds, 'served_at', private.rfc3339(q.served_at),
          'closed_at', private.rfc3339(q.closed_at), 'answer_id', a.id, 'answer', a.answer, 'source', a.source,
          'received_at', private.rfc3339(a.received_at), 'sha256', a.sha256,
          'transcription', private.transcription_view(a.session_id, a.position, a.sha256),
          'key', to_jsonb(k) - '{session_id,position}'::text[],
          'score', private.counted_score(e), 'max_score', q.points, 'grader', e.grader,
          'provisional', e.provisional and e.overridden_score is null,
          'evaluation', private.evaluation_view(e), 'history', private.evaluation_history_view(e.answer_id)
        ) order by q.position
      )
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.session_question_keys k on k.session_id = q.session_id and k.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = p_session.id
    ), '[]'),
    'late_answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', k.id, 'position', k.position, 'answer', k.answer, 'reason', k.reason, 'received_at', private.rfc3339(k.received_at),
          'late_by_seconds', trim_scale(round(extract(epoch from k.late_by), 3)), 'sha256', k.sha256,
          'accepted_at', private.rfc3339(k.accepted_at),
          'transcription', private.transcription_view(k.session_id, k.position, k.sha256)
        ) order by k.received_at, k.id
      )
      from public.late_answers k where k.session_id = p_session.id
    ), '[]'),
    'events', coalesce((
      select jsonb_agg(
        jsonb_build_object('at', private.rfc3339(v.at), 'actor', v.actor, 'event', v.event, 'detail', v.detail) order by v.id
      )
      from public.session_events v where v.session_id = p_session.id
    ), '[]')
  )
$$;

-- Creates the session of an interview: copies the questions and their keys, so that later edits change nothing that runs.
-- Returns the new row, nothing served yet. The unique indexes settle every race. Errors: not_enough_questions, interview_not_ready (a
-- question from before questions were checked cannot be answered: no clock is started on it), session_id_taken (another user minted the
-- same id at the same moment).
create or replace function private.open_session(
  p_session_id uuid, p_user_id uuid, p_interview public.interviews, p_extra_time_percent integer
)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_limits integer[];
  v_session public.interview_sessions;
begin
  select array_agg(q.time_limit_seconds order by iq.position) into v_limits
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  if v_limits is null then
    perform private.refuse(422, 'not_enough_questions', 'This interview has no questions yet.', '{"available": 0}');
  end if;
  if exists (
    select from public.interview_questions iq
    join public.questions q on q.id = iq.question_id
    where iq.interview_id = p_interview.id and not private.is_answerable(q.kind, q.prompt, q.options)
  ) then
    perform private.refuse(
      409, 'interview_not_ready',
      'A question of this interview cannot be answered. Nothing was started and no attempt was used. Please tell the people who invited you.'
    );
  end if;
  insert into public.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, extra_time_percent,
    grace_seconds, start_over_allowed, resume_until
  )
  values (
    coalesce(p_session_id, gen_random_uuid()), p_user_id, p_interview.id, p_interview.organization_id, 'timed',
    p_interview.title, cardinality(v_limits), v_limits, p_extra_time_percent,
    p_interview.grace_seconds, p_interview.start_over_allowed,
    now() + greatest(
      make_interval(mins => p_interview.resume_window_minutes),
      (select sum(make_interval(secs => l * (100 + p_extra_time_percent) / 100.0 + p_interview.grace_seconds)) from unnest(v_limits) l)
    )
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.session_questions (
    session_id, position, question_id, kind, prompt, options, points, time_limit_seconds, min_seconds
  )
  select v_session.id, row_number() over (order by iq.position) - 1, q.id, q.kind, q.prompt,
    private.shown_options(q.kind, q.options), q.points, q.time_limit_seconds, q.min_seconds
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  perform private.copy_keys(v_session.id);
  return v_session;
end
$$;

-- Creates a practice session: picks questions of the public bank and copies them with their keys, as they are now. By the rules of a timed
-- session, relaxed: it may be started over, no answer is too fast, and without time_limits no clock runs. Returns the new row, nothing
-- served yet. Caller holds the candidate's lock. Errors: invalid_request, practice_template_not_found, not_enough_questions (with available),
-- session_id_taken (another user minted the same id at the same moment).
create or replace function private.open_practice(p_session_id uuid, p_user_id uuid, p_practice jsonb)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_choice public.practice_templates := private.practice_choice(p_user_id, p_practice);
  v_settings private.settings;
  v_picked uuid[];
  v_locked uuid[];
  v_limits integer[];
  v_session public.interview_sessions;
begin
  select * into v_settings from private.settings;
  loop
    v_picked := private.pick_questions(
      p_user_id, v_choice.interview_type, v_choice.domain, v_choice.difficulty, v_choice.question_count
    );
    if cardinality(v_picked) < v_choice.question_count then
      perform private.refuse(
        422, 'not_enough_questions', 'There are not as many questions of this kind. Choose fewer, or more kinds.',
        jsonb_build_object('available', cardinality(v_picked))
      );
    end if;
    -- One of them may have been deleted since: then pick again.
    v_locked := array(select q.id from public.questions q where q.id = any (v_picked) for key share);
    exit when cardinality(v_locked) = cardinality(v_picked);
  end loop;

  select array_agg(case when v_choice.time_limits then q.time_limit_seconds end order by k.number) into v_limits
  from unnest(v_picked) with ordinality k (id, number)
  join public.questions q using (id);
  insert into public.interview_sessions (
    id, user_id, mode, title, question_count, time_limits, grace_seconds, start_over_allowed, resume_until,
    interview_type, domain, difficulty
  )
  values (
    coalesce(p_session_id, gen_random_uuid()), p_user_id, 'practice',
    'Practice: ' || upper(left(v_choice.interview_type, 1))
      || concat_ws(' · ', replace(substr(v_choice.interview_type, 2), '_', ' '), replace(v_choice.domain, '_', ' '), v_choice.difficulty),
    v_choice.question_count, v_limits, v_settings.practice_grace_seconds, true,
    now() + greatest(
      v_settings.practice_resume_window,
      (select sum(make_interval(secs => l + v_settings.practice_grace_seconds)) from unnest(v_limits) l)
    ),
    v_choice.interview_type, v_choice.domain, v_choice.difficulty
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.session_questions (session_id, position, question_id, kind, prompt, options, points, time_limit_seconds)
  select v_session.id, k.number - 1, q.id, q.kind, q.prompt, private.shown_options(q.kind, q.options), q.points, v_limits[k.number]
  from unnest(v_picked) with ordinality k (id, number)
  join public.questions q using (id);
  perform private.copy_keys(v_session.id);
  return v_session;
end
$$;

-- Trigger: keeps the shelves as public.questions is, whoever writes there. A question is on a shelf while it is active, belongs to no
-- organization and can be answered (private.is_drawable). The shelves a statement touches are locked in one order, so that writers queue;
-- who draws sees one snapshot and waits for nobody.
create or replace function private.keep_shelves()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_left uuid[] := '{}';
  v_joined uuid[] := '{}';
begin
  if tg_op = 'TRUNCATE' then
    delete from private.shelf_places;
    update private.question_shelves set active_count = 0;
    return null;
  elsif tg_op = 'INSERT' then
    v_joined := array(select n.id from new_rows n where private.is_drawable(n.organization_id, n.is_active, n.kind, n.prompt, n.options));
  elsif tg_op = 'DELETE' then
    v_left := array(select o.id from old_rows o where private.is_drawable(o.organization_id, o.is_active, o.kind, o.prompt, o.options));
  else
    with moved as (
      select o.id as old_id, n.id as new_id
      from (select * from old_rows r where private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) o
      full join (select * from new_rows r where private.is_drawable(r.organization_id, r.is_active, r.kind, r.prompt, r.options)) n using (id)
      where (o.id, o.interview_type, o.domain, o.difficulty) is distinct from (n.id, n.interview_type, n.domain, n.difficulty)
    )
    select array_remove(array_agg(m.old_id), null), array_remove(array_agg(m.new_id), null) into v_left, v_joined from moved m;
  end if;
  if coalesce(cardinality(v_left), 0) + coalesce(cardinality(v_joined), 0) = 0 then
    return null;
  end if;

  insert into private.question_shelves (interview_type, domain, difficulty)
  select distinct q.interview_type, q.domain, q.difficulty
  from public.questions q
  where q.id = any (v_joined)
  order by 1, 2, 3
  on conflict do nothing;
  perform from private.question_shelves h
  where h.id in (select p.shelf_id from private.shelf_places p where p.question_id = any (v_left))
    or (h.interview_type, h.domain, h.difficulty) in (
      select q.interview_type, q.domain, q.difficulty from public.questions q where q.id = any (v_joined)
    )
  order by h.interview_type, h.domain, h.difficulty
  for no key update;
  perform private.leave_shelves(v_left);
  perform private.join_shelves(v_joined);
  return null;
end
$$;

-- Makes (or makes again) the evaluation of an answer: done at once where no judgement is needed, else queued. A question that could not be
-- answered, and a choice whose key names none of the options, wait for a person: nobody loses points by an author's mistake. What it was before
-- goes to the history, with who replaced it and why. p_late_answer_id: grade that text instead of the answer's. A result
-- that exists starts over. What a person has sent to the graders calls them; a new answer waits for the schedule or the session's end.
-- Caller holds the candidate's lock or is the transaction that stored the answer.
create or replace function private.queue_evaluation(p_answer_id uuid, p_late_answer_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_answer public.answers;
  v_question public.session_questions;
  v_text text;
  v_correct text;
  v_usable boolean;
  v_score numeric;
begin
  select * into v_answer from public.answers a where a.id = p_answer_id;
  select * into v_question from public.session_questions q
  where q.session_id = v_answer.session_id and q.position = v_answer.position;
  v_text := coalesce((select k.answer from public.late_answers k where k.id = p_late_answer_id), v_answer.answer);
  select k.correct_option into v_correct from public.session_question_keys k
  where k.session_id = v_answer.session_id and k.position = v_answer.position;
  v_usable := private.is_answerable(v_question.kind, v_question.prompt, v_question.options)
    and (v_question.kind <> 'mcq' or v_text = '' or private.names_option(v_question.options, v_correct));
  v_score := case when v_usable then private.grade_at_once(v_question.kind, v_text, v_correct, v_question.points) end;

  -- One statement: a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from public.evaluations e where e.answer_id = p_answer_id returning e.*
  )
  insert into public.evaluation_history (answer_id, actor, reason, evaluation)
  select r.answer_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into public.evaluations (
    answer_id, session_id, position, kind, late_answer_id, max_score, max_attempts, status, grader, score, feedback, flags, finished_at
  )
  select p_answer_id, v_answer.session_id, v_answer.position, v_question.kind, p_late_answer_id, v_question.points,
    t.evaluation_max_attempts,
    case when not v_usable then 'needs_review' when v_score is null then 'queued' else 'done' end,
    case when not v_usable then 'none' when v_score is not null then case when v_text = '' then 'none' else 'key' end end,
    v_score,
    case
      when not v_usable then '{"text": "A person will look at this answer."}'
      when v_score is null then '{}'
      when v_text = '' then '{"text": "No answer was given."}'
      when v_score > 0 then '{"text": "Correct."}'
      else '{"text": "Not correct."}'
    end::jsonb,
    case when v_usable then '{}' else '{unusable_key}' end::text[],
    case when not v_usable or v_score is not null then now() end
  from private.settings t;
  perform private.restart_result(v_answer.session_id);
  if p_actor is not null and v_usable and v_score is null then
    perform private.call_graders();
  end if;
end
$$;

-- The keys of the question bank that differ from a session's own, in order, as they are in the bank; also keys that were written after the
-- session's start. fits: whether the session's question can be graded by the key. The question then belongs to the session's organization or to
-- the public bank, and the correct option of an mcq is one of those that the candidate is shown.
create or replace function private.changed_keys(p_session_id uuid)
returns table (
  question_position integer, correct_option text, keywords jsonb, sample_solution text, criteria jsonb, fits boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call, and a regrade calls it once a session.
  return query
  select q.position, k.correct_option, k.keywords, k.sample_solution, k.criteria,
    (b.organization_id is null or b.organization_id is not distinct from s.organization_id)
      and (q.kind <> 'mcq' or private.names_option(q.options, k.correct_option))
  from public.session_questions q
  join public.interview_sessions s on s.id = q.session_id
  join public.questions b on b.id = q.question_id
  join public.question_keys k on k.question_id = b.id
  left join public.session_question_keys o on o.session_id = q.session_id and o.position = q.position
  where q.session_id = p_session_id
    and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
      is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria)
  order by q.position;
end
$$;

-- After a key was corrected: takes today's keys of the question bank into the sessions of an interview and grades the answers again whose
-- key changed. What was there before stays in the history; overrides do not survive a changed key. One call is one batch: it ends
-- after private.settings.regrade_batch_seconds, with next_cursor for the next call (null: done); a repeat from the start finds nothing
-- left to do in what was done. Locks each candidate concerned, in the order of their ids. Skipped and counted: the caller's own
-- sessions, and questions whose new key does not fit (private.changed_keys). Caller: owner or recruiter of the organization that the
-- sessions belong to. Errors: interview_not_found, invalid_request.
create or replace function private.regrade_interview(p_interview_id uuid, p_reason text, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_until timestamptz := clock_timestamp() + (select t.regrade_batch_seconds from private.settings t) * interval '1 second';
  v_session record;
  v_question record;
  v_last text;
  v_next text;
  v_replaced integer;
  v_sessions integer := 0;
  v_answers integer := 0;
  v_own integer := 0;
  v_unfit integer := 0;
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  elsif p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this action');
  elsif not private.reviews_interview(p_interview_id, array['owner', 'recruiter']) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  for v_session in
    select s.id, s.user_id from public.interview_sessions s
    where s.interview_id = p_interview_id
      and s.organization_id in (select private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_cursor is null or (s.user_id, s.id) > (split_part(p_cursor, '.', 1)::uuid, split_part(p_cursor, '.', 2)::uuid))
    order by s.user_id, s.id
  loop
    -- At least one session a batch, however short the time.
    if v_last is not null and clock_timestamp() >= v_until then
      v_next := v_last;
      exit;
    end if;
    v_last := v_session.user_id || '.' || v_session.id;
    continue when not exists (select from private.changed_keys(v_session.id));
    if v_session.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    end if;
    perform private.lock_candidate(v_session.user_id);
    v_replaced := 0;
    -- Read again under the lock: another regrade may have been here while this one waited for it.
    for v_question in select * from private.changed_keys(v_session.id) loop
      if not v_question.fits then
        v_unfit := v_unfit + 1;
        continue;
      end if;
      insert into public.session_question_keys (session_id, position, correct_option, keywords, sample_solution, criteria)
      values (
        v_session.id, v_question.question_position, v_question.correct_option, v_question.keywords, v_question.sample_solution,
        v_question.criteria
      )
      on conflict (session_id, position) do update
      set correct_option = excluded.correct_option, keywords = excluded.keywords, sample_solution = excluded.sample_solution,
        criteria = excluded.criteria;
      perform private.queue_evaluation(e.answer_id, e.late_answer_id, v_user_id, 'regrade: ' || p_reason)
      from public.evaluations e where e.session_id = v_session.id and e.position = v_question.question_position;
      v_answers := v_answers + found::integer;
      v_replaced := v_replaced + 1;
    end loop;
    if v_replaced > 0 then
      v_sessions := v_sessions + 1;
      perform private.record_event(v_session.id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'sessions', v_sessions, 'answers', v_answers, 'skipped', jsonb_build_object('own_sessions', v_own, 'questions', v_unfit),
    'done', v_next is null, 'next_cursor', v_next, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;

-- What candidates may read of sessions that exist: ids and texts only.
update public.session_questions q
set options = private.shown_options(q.kind, q.options)
where q.options is distinct from private.shown_options(q.kind, q.options);

-- Questions of the public bank that cannot be answered are not drawn any more.
do $$
begin
  lock table private.question_shelves in share row exclusive mode;
  perform private.leave_shelves(array(
    select q.id
    from public.questions q
    join private.shelf_places p on p.question_id = q.id
    where not private.is_drawable(q.organization_id, q.is_active, q.kind, q.prompt, q.options)
  ));
end
$$;
