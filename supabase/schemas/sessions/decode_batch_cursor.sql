-- Returns the session after which the next batch of an action on many sessions starts; both null without a cursor, which is the ids of user
-- and session with a point between. Batches go through the sessions in the order of their users, as the candidates' locks are taken.
-- Errors: invalid_request.
create function reprise_private.decode_batch_cursor(p_cursor text, out user_id uuid, out session_id uuid)
language plpgsql set search_path = ''
as $$
begin
  if p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this action');
  end if;
  user_id := split_part(p_cursor, '.', 1)::uuid;
  session_id := split_part(p_cursor, '.', 2)::uuid;
end
$$;
comment on function reprise_private.decode_batch_cursor is 'Returns the session after which the next batch of an action starts.';
