-- Returns statistics of the caller's sessions or of an interview. See private.get_analytics.
create function public.get_analytics(interview_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_analytics(interview_id);
end
$$;
comment on function public.get_analytics(uuid) is 'Statistics. See private.get_analytics.';
revoke execute on function public.get_analytics(uuid) from public, anon, authenticated;
grant execute on function public.get_analytics(uuid) to authenticated;
