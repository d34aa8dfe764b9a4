-- Refuses a value that is not a document of a prep session: known parts only, each of its type, entries keyed by ids of 1 to 100
-- characters.
-- Errors: invalid_request (with the place); payload_too_large (over 1 MiB as Postgres writes it, or over 20,000 values).
create function reprise_private.check_prep_document(p_document jsonb)
returns void
language plpgsql immutable set search_path = ''
as $$
declare
  v_parts constant jsonb := '{"questions": "object", "skill_explanations": "object", "star_stories": "object",
    "user_answers": "string", "practice_status": "string"}';
  v_wrong text;
begin
  if jsonb_typeof(p_document) is distinct from 'object' then
    perform reprise_private.invalid_request('document', 'must be an object');
  end if;
  perform reprise_private.check_json('document', p_document, 10, null);
  if not reprise_private.prep_document_fits(p_document) then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "prep_session"}');
  elsif jsonb_typeof(p_document -> 'notes') <> 'string' then
    perform reprise_private.invalid_request('document', 'notes must be a text');
  end if;
  select left(d.key, 100) into v_wrong from jsonb_each(p_document) d
  where d.key <> 'notes' and (not v_parts ? d.key or jsonb_typeof(d.value) <> 'object')
  limit 1;
  if found then
    perform reprise_private.invalid_request(
      'document', v_wrong || case when v_parts ? v_wrong then ' must be an object' else ' is not a part of a document' end
    );
  end if;
  select d.key || '.' || left(e.key, 100) into v_wrong from jsonb_each(p_document - 'notes') d, jsonb_each(d.value) e
  where char_length(e.key) not between 1 and 100
    or jsonb_typeof(e.value) <> v_parts ->> d.key
    or (d.key = 'practice_status' and e.value #>> '{}' not in ('new', 'needs_practice', 'confident'))
  limit 1;
  if found then
    perform reprise_private.invalid_request('document', v_wrong || case
      when v_wrong like 'practice\_status.%' then ' must be new, needs_practice or confident'
      when v_wrong like 'user\_answers.%' then ' must be a text'
      else ' must be an object'
    end || ', under an id of 1 to 100 characters');
  end if;
end
$$;
comment on function reprise_private.check_prep_document is 'Refuses a value that is not a document of a prep session.';
