-- Returns a page of an organization's bank with its keys, in the order of the prompts' hashes, which no id decides: up to 200 questions and
-- about 1 MB, so that import_questions takes it. p_cursor is the `next_cursor` of the page before. Called by owners and recruiters; a page may hold
-- less than there is, and only the last has a null `next_cursor`. Reads only, but counts a use.
-- Errors: not_authenticated, not_allowed, rate_limited, invalid_request.
create function reprise_private.export_questions(p_organization_id uuid, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_entry record;
  v_questions jsonb[] := '{}';
  v_bytes integer := 0;
  v_last text;
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'export_questions');
  if p_cursor !~ '^[0-9a-f]{32}[0-9a-f-]{36}$' then
    perform reprise_private.invalid_request('cursor', 'must be the one of the page before');
  end if;
  for v_entry in
    select md5(q.prompt) || q.id as place, reprise_private.exported_question(q, k) as question
    from reprise.questions q left join reprise.question_keys k on k.question_id = q.id
    where q.organization_id = p_organization_id
      and (p_cursor is null or (md5(q.prompt), q.id) > (left(p_cursor, 32), substr(p_cursor, 33)::uuid))
    order by md5(q.prompt), q.id
  loop
    v_bytes := v_bytes + octet_length(v_entry.question::text);
    if v_questions <> '{}' and (v_bytes > 900000 or cardinality(v_questions) = 200) then
      return jsonb_build_object('questions', to_jsonb(v_questions), 'next_cursor', v_last);
    end if;
    v_questions := v_questions || v_entry.question;
    v_last := v_entry.place;
  end loop;
  return jsonb_build_object('questions', to_jsonb(v_questions), 'next_cursor', null);
end
$$;
comment on function reprise_private.export_questions is 'Returns a page of an organization''s bank with its keys.';
