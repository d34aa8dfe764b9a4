-- Records a failed attempt to write a summary. See private.fail_summary.
create function public.fail_summary(
  session_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_summary(session_id, token, error, retry_after_seconds, permanent);
end
$$;
comment on function public.fail_summary(uuid, uuid, text, numeric, boolean) is 'Notes a failed attempt to write a summary. See private.fail_summary.';
revoke execute on function public.fail_summary(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function public.fail_summary(uuid, uuid, text, numeric, boolean) to service_role;
