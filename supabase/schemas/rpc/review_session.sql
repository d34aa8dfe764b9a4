-- Performs a reviewer's action on a session. See private.review_session.
create function public.review_session(session_id uuid, action text, reason text, arguments jsonb default '{}')
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.review_session(session_id, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end);
end
$$;
comment on function public.review_session(uuid, text, text, jsonb) is 'A reviewer''s action on a session. See private.review_session.';
revoke execute on function public.review_session(uuid, text, text, jsonb) from public, anon, authenticated;
grant execute on function public.review_session(uuid, text, text, jsonb) to authenticated;
