-- Releases a claimed summary. See reprise_private.release_summary.
create function reprise.release_summary(session_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_summary(session_id, token, wait_seconds, error);
end
$$;
comment on function reprise.release_summary is 'Releases a claimed summary. See reprise_private.release_summary.';
