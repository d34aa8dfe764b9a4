-- Performs a reviewer's action on a session. See reprise_private.review_session.
create function reprise.review_session(session_id uuid, action text, reason text default null, arguments jsonb default '{}')
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.review_session(
    session_id, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end
  );
end
$$;
comment on function reprise.review_session is 'Performs a reviewer''s action on a session. See reprise_private.review_session.';
