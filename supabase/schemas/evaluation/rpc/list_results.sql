-- Returns a page of an interview's candidates, for reviewers. See reprise_private.list_results.
create function reprise.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null,
  q text default null, sort text default null, flag text default null, decision text default null, state text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_results(interview_id, cursor, page_size, status, q, sort, flag, decision, state);
end
$$;
comment on function reprise.list_results is 'Returns a page of an interview''s candidates, for reviewers. See reprise_private.list_results.';
