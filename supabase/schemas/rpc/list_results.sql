-- One page of an interview's sessions, for reviewers. See private.list_results.
create function public.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
  select private.list_results(interview_id, cursor, page_size, status)
$$;
comment on function public.list_results(uuid, text, integer, text) is 'One page of an interview''s sessions, for reviewers. See private.list_results.';
revoke execute on function public.list_results(uuid, text, integer, text) from public, anon, authenticated;
grant execute on function public.list_results(uuid, text, integer, text) to authenticated;
