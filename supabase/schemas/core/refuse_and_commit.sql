-- Returns a refusal that must commit (a text was stored, a question expired). It is returned, not raised, and sets the HTTP status for
-- callers that use PostgREST directly. It has the members of a raised refusal (PTnnn in code, the code in message, the fields in details), so
-- that every client reads both alike, and the same in `problem`. The sentence of its code and reason is in shared/catalogue.py.
create function reprise_private.refuse_and_commit(p_status integer, p_code text, p_fields jsonb default '{}')
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform set_config('response.status', p_status::text, true);
  return jsonb_build_object(
    'code', 'PT' || p_status, 'message', p_code, 'details', p_fields::text, 'hint', null,
    'problem', jsonb_build_object('status', p_status, 'code', p_code) || p_fields
  );
end
$$;
comment on function reprise_private.refuse_and_commit is 'Returns a refusal, so that the transaction commits what it has stored.';
