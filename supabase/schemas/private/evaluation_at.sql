-- Returns the evaluation of the answer at a position of a session, or refuses. Errors: invalid_request.
create function private.evaluation_at(p_session_id uuid, p_arguments jsonb)
returns public.evaluations
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation public.evaluations;
begin
  select * into v_evaluation from public.evaluations e
  where e.session_id = p_session_id and e.position = (p_arguments ->> 'position')::integer;
  if not found then
    perform private.invalid_request('position', 'has no answer in this session');
  end if;
  return v_evaluation;
end
$$;
comment on function private.evaluation_at(uuid, jsonb) is 'Finds the evaluation that a review is about.';
revoke execute on function private.evaluation_at(uuid, jsonb) from public, anon, authenticated;
