-- Writes a question of an organization together with its key, so that no session can begin between the two. Called by the organization's
-- owners and recruiters. A question with an unknown id is new; a known one is replaced, and keeps its organization and its copied_from. A
-- repeat writes the same again. Names every fault of both in one refusal. The locks are those of the two rows. A question of another
-- organization and an organization that is not the caller's get the same error. Writes as the owner of the tables, so it checks itself what
-- their triggers check of published interviews. Errors: question_not_found, invalid_request, not_publishable.
create function reprise_private.save_question(p_organization_id uuid, p_question jsonb, p_key jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_question reprise.questions;
  v_key reprise.question_keys;
begin
  -- Types and bounds first: a value of another type could not be read into the row.
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from reprise_private.imported_shape_faults((p_question - 'id') || jsonb_build_object('key', p_key)) f
  ));
  v_question := jsonb_populate_record(null::reprise.questions, '{"min_seconds": 0, "is_active": true, "tags": []}'::jsonb || p_question);
  v_question.id := coalesce(v_question.id, gen_random_uuid());
  v_key := jsonb_populate_record(null::reprise.question_keys, '{"keywords": [], "criteria": [], "sources": []}'::jsonb || p_key);
  if not exists (select from reprise_private.organizations_of_caller(array['owner', 'recruiter']) o (id) where o.id = p_organization_id)
    or exists (select from reprise.questions q where q.id = v_question.id and q.organization_id is distinct from p_organization_id)
  then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from (
      select q.loc, q.msg from reprise_private.question_faults(v_question) q
      union all
      select '["key"]'::jsonb || k.loc, k.msg from reprise_private.key_faults(v_key, v_question.kind, v_question.options) k
    ) f
  ));
  -- check_question refuses options without the one that the stored key names.
  update reprise.question_keys k set correct_option = null
  where k.question_id = v_question.id
    and exists (select from reprise_private.correct_option_faults(k.correct_option, v_question.kind, v_question.options));
  insert into reprise.questions (
    id, organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, is_active,
    tags
  )
  values (
    v_question.id, p_organization_id, v_question.interview_type, v_question.domain, v_question.difficulty, v_question.kind, v_question.prompt,
    v_question.options, v_question.points, v_question.time_limit_seconds, v_question.min_seconds, v_question.is_active, v_question.tags
  )
  on conflict (id) do update
  set interview_type = excluded.interview_type, domain = excluded.domain, difficulty = excluded.difficulty, kind = excluded.kind,
    prompt = excluded.prompt, options = excluded.options, points = excluded.points, time_limit_seconds = excluded.time_limit_seconds,
    min_seconds = excluded.min_seconds, is_active = excluded.is_active, tags = excluded.tags
  where questions.organization_id = p_organization_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
  values (
    v_question.id, v_key.correct_option, v_key.keywords, v_key.sample_solution, v_key.criteria, v_key.explanation,
    v_key.keywords_needed, v_key.sources
  )
  on conflict (question_id) do update
  set correct_option = excluded.correct_option, keywords = excluded.keywords, sample_solution = excluded.sample_solution,
    criteria = excluded.criteria, explanation = excluded.explanation, keywords_needed = excluded.keywords_needed,
    sources = excluded.sources;
  perform reprise_private.refuse_unpublishable_question(v_question.id, true);
  return jsonb_build_object('question_id', v_question.id);
end
$$;
comment on function reprise_private.save_question is 'Writes a question of an organization together with its key.';
