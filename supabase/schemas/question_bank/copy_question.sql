-- A question of the public bank → a question of an organization, with its key. Called by the organization's owners and recruiters; it is the
-- only way to read such a key. Locks nothing: the unique key decides concurrent calls. A repeat returns the first copy, which may have been
-- edited since. A question that is not public and an organization that is not the caller's get the same error. Another organization's copy
-- is its own. Errors: question_not_found, rate_limited.
create function reprise_private.copy_question(p_question_id uuid, p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_copy_id uuid;
  v_is_new boolean := false;
begin
  if not exists (
    select from reprise.questions q, reprise_private.organizations_of_caller(array['owner', 'recruiter']) o (id)
    where q.id = p_question_id and q.organization_id is null and o.id = p_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'question_not_found');
  end if;
  select q.id into v_copy_id from reprise.questions q
  where q.organization_id = p_organization_id and q.copied_from = p_question_id;
  if not found then
    perform reprise_private.check_account(v_user_id);
    perform reprise_private.take_rate_limit(v_user_id, 'copy_question');
    insert into reprise.questions (
      organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, tags,
      copied_from
    )
    select p_organization_id, q.interview_type, q.domain, q.difficulty, q.kind, q.prompt, q.options, q.points, q.time_limit_seconds,
      q.min_seconds, q.tags, q.id
    from reprise.questions q where q.id = p_question_id
    on conflict (organization_id, copied_from) do nothing
    returning id into v_copy_id;
    v_is_new := found;
    if v_is_new then
      insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
      select v_copy_id, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.explanation, k.keywords_needed, k.sources
      from reprise.question_keys k where k.question_id = p_question_id;
    else
      select q.id into v_copy_id from reprise.questions q
      where q.organization_id = p_organization_id and q.copied_from = p_question_id;
    end if;
  end if;
  return jsonb_build_object('question_id', v_copy_id, 'replayed', not v_is_new);
end
$$;
comment on function reprise_private.copy_question is 'Copies a question of the public bank, with its key, into an organization.';
