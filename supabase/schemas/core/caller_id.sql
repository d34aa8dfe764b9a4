-- Returns the id of the signed-in user, or refuses. Checks subject, role and audience because PostgREST accepts a token with a missing or
-- empty audience. Errors: not_authenticated, filter_not_allowed.
create function reprise_private.caller_id()
returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
begin
  if v_claims ->> 'role' is distinct from 'authenticated'
    or not coalesce(v_claims -> 'aud' ? 'authenticated', false)
    or not coalesce(v_claims ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', false)
  then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated');
  end if;
  -- A filter on the result of an RPC.
  if reprise_private.filters_with_pattern(true) then
    perform reprise_private.refuse_and_roll_back(400, 'filter_not_allowed');
  end if;
  return (v_claims ->> 'sub')::uuid;
end
$$;
comment on function reprise_private.caller_id is 'Returns the id of the signed-in user, or refuses the call.';
