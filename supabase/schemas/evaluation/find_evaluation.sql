-- Returns the evaluation of the answer at a position of a session, or refuses. Errors: invalid_request.
create function reprise_private.find_evaluation(p_session_id uuid, p_arguments jsonb)
returns reprise.evaluations
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
begin
  select * into v_evaluation from reprise.evaluations e
  where e.session_id = p_session_id and e.position = (p_arguments ->> 'position')::integer;
  if not found then
    perform reprise_private.invalid_request('position', 'has no answer in this session');
  end if;
  return v_evaluation;
end
$$;
comment on function reprise_private.find_evaluation is 'Returns the evaluation of the answer at a position, or refuses.';
