-- nothing → questions with their keys in an organization's bank, all or none. Called by its owners and recruiters. A question that the bank
-- holds already, equal in every member, is not added again, so a repeat adds nothing: ids has the id of each, in order. Locks the
-- organization, so that two imports of one file add it once. At most 200 questions and 1.5 MiB as jsonb.
-- Errors: not_authenticated, not_allowed, rate_limited, payload_too_large, invalid_request with up to 100 faults, each at ["questions", 3, …].
create function reprise_private.import_questions(p_organization_id uuid, p_questions jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_faults jsonb := '[]';
  v_question jsonb;
  v_row reprise.questions;
  v_key reprise.question_keys;
  v_has_shape boolean;
  v_id uuid;
  v_ids uuid[] := '{}';
  v_imported integer := 0;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'import');
  if pg_column_size(p_questions) > 1572864 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "import"}');
  end if;
  if jsonb_typeof(p_questions) is distinct from 'array' or jsonb_array_length(p_questions) not between 1 and 200 then
    perform reprise_private.invalid_request('questions', 'must be a list of 1 to 200 questions');
  end if;
  perform from reprise.organizations o where o.id = p_organization_id for no key update;
  for v_index in 0 .. jsonb_array_length(p_questions) - 1 loop
    v_question := '{"min_seconds": 0, "is_active": true, "tags": [], "options": null, "key": null}'::jsonb || (p_questions -> v_index);
    v_id := null;
    with faults as (select f.loc, f.msg from reprise_private.imported_shape_faults(p_questions -> v_index) f)
    select v_faults || coalesce(jsonb_agg(
      jsonb_build_object('loc', jsonb_build_array('questions', v_index) || f.loc, 'msg', f.msg)
    ), '[]'), count(*) = 0 into v_faults, v_has_shape
    from faults f;
    if v_has_shape then
      v_row := jsonb_populate_record(null::reprise.questions, v_question - 'key');
      v_row.organization_id := p_organization_id;
      v_key := jsonb_populate_record(
        null::reprise.question_keys, '{"keywords": [], "criteria": [], "sources": []}'::jsonb || coalesce(nullif(v_question -> 'key', 'null'), '{}')
      );
      select v_faults || coalesce(jsonb_agg(
        jsonb_build_object('loc', jsonb_build_array('questions', v_index) || f.loc, 'msg', f.msg)
      ), '[]') into v_faults
      from (
        select q.loc, q.msg from reprise_private.question_faults(v_row) q
        union all select '["key"]'::jsonb || k.loc, k.msg from reprise_private.key_faults(v_key, v_row.kind, v_row.options) k
      ) f;
    end if;
    exit when jsonb_array_length(v_faults) >= 100;
    continue when v_faults <> '[]';

    v_key.question_id := case when v_question -> 'key' <> 'null' then gen_random_uuid() end;
    select q.id into v_id
    from reprise.questions q left join reprise.question_keys k on k.question_id = q.id
    where q.organization_id = p_organization_id and md5(q.prompt) = md5(v_row.prompt)
      and q.kind = v_row.kind and q.points = v_row.points and q.options is not distinct from v_row.options
      and reprise_private.exported_question(q, k) = reprise_private.exported_question(v_row, v_key)
    order by q.created_at, q.id limit 1;
    if v_id is null then
      insert into reprise.questions (
        organization_id, interview_type, domain, difficulty, kind, prompt, options, points, time_limit_seconds, min_seconds, is_active, tags
      ) values (
        p_organization_id, v_row.interview_type, v_row.domain, v_row.difficulty, v_row.kind, v_row.prompt, v_row.options, v_row.points,
        v_row.time_limit_seconds, v_row.min_seconds, v_row.is_active, v_row.tags
      )
      returning id into v_id;
      if v_key.question_id is not null then
        insert into reprise.question_keys (question_id, correct_option, keywords, sample_solution, criteria, explanation, keywords_needed, sources)
        values (
          v_id, v_key.correct_option, v_key.keywords, v_key.sample_solution, v_key.criteria, v_key.explanation, v_key.keywords_needed,
          v_key.sources
        );
      end if;
      v_imported := v_imported + 1;
    end if;
    v_ids := v_ids || v_id;
  end loop;
  perform reprise_private.refuse_faults((select jsonb_agg(f.fault order by f.number) from jsonb_array_elements(v_faults)
    with ordinality f (fault, number) where f.number <= 100));
  return jsonb_build_object(
    'imported', v_imported, 'already_there', cardinality(v_ids) - v_imported, 'question_ids', to_jsonb(v_ids),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.import_questions is 'Adds questions with their keys to an organization''s bank, all or none.';
