-- Returns a refusal that must commit (a text was stored, a question expired). It is returned, not raised, and sets the HTTP status for
-- callers that use PostgREST directly.
create function private.problem(p_status integer, p_code text, p_sentence text, p_fields jsonb default '{}')
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform set_config('response.status', p_status::text, true);
  return jsonb_build_object(
    'problem', jsonb_build_object('status', p_status, 'code', p_code, 'detail', p_sentence) || p_fields
  );
end
$$;
comment on function private.problem(integer, text, text, jsonb) is 'A refusal as a value, for transactions that must commit.';
revoke execute on function private.problem(integer, text, text, jsonb) from public, anon, authenticated;
