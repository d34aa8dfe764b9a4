-- WRITES. Copies an interview into another organization as a draft: its settings, its questions with their keys, its instructions and agenda.
-- Questions of the public bank are referenced, not copied. Sessions, results and invitations stay with the original. Set the two ids. Each
-- run creates another copy; the notice names it.
do $$
declare
  v_interview_id uuid := '00000000-0000-0000-0000-000000000000';
  v_organization_id uuid := '00000000-0000-0000-0000-000000000000';
  v_copy_id uuid := gen_random_uuid();
  v_place record;
  v_question_id uuid;
begin
  insert into reprise.interviews (
    id, organization_id, title, description, is_public, grace_seconds, resume_window_minutes, start_over_allowed, attempts_allowed,
    results_visible_to_candidate, mode, break_seconds, shuffle_options
  )
  select v_copy_id, v_organization_id, i.title, i.description, i.is_public, i.grace_seconds, i.resume_window_minutes, i.start_over_allowed,
    i.attempts_allowed, i.results_visible_to_candidate, i.mode, i.break_seconds, i.shuffle_options
  from reprise.interviews i where i.id = v_interview_id;
  if not found then
    raise notice 'There is no such interview.';
    return;
  end if;
  for v_place in
    select p.position, p.pool, p.draw_count, q.*
    from reprise.interview_questions p join reprise.questions q on q.id = p.question_id
    where p.interview_id = v_interview_id
  loop
    v_question_id := v_place.id;
    if v_place.organization_id is not null then
      v_question_id := gen_random_uuid();
      insert into reprise.questions (
        id, organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, is_active
      )
      values (
        v_question_id, v_organization_id, v_place.interview_type, v_place.domain, v_place.difficulty, v_place.kind, v_place.prompt,
        v_place.options, v_place.points, v_place.time_limit_seconds, v_place.min_seconds, v_place.is_active
      );
      insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria)
      select v_question_id, k.correct_option, k.keywords, k.sample_solution, k.criteria
      from reprise.question_keys k where k.question_id = v_place.id;
    end if;
    insert into reprise.interview_questions (interview_id, position, question_id, pool, draw_count)
    values (v_copy_id, v_place.position, v_question_id, v_place.pool, v_place.draw_count);
  end loop;
  insert into reprise.interview_instructions (interview_id, instructions, agenda)
  select v_copy_id, i.instructions, i.agenda from reprise.interview_instructions i where i.interview_id = v_interview_id;
  insert into reprise.interview_criteria (interview_id, criteria)
  select v_copy_id, k.criteria from reprise.interview_criteria k where k.interview_id = v_interview_id;
  raise notice 'The copy is interview %.', v_copy_id;
end
$$;
