-- Returns what is open in interviews of the caller's organizations. See reprise_private.count_open_work.
create function reprise.count_open_work(interview_ids uuid[])
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.count_open_work(interview_ids);
end
$$;
comment on function reprise.count_open_work is 'Returns what is open in interviews of the caller''s organizations. See reprise_private.count_open_work.';
