-- Returns statistics of the caller's sessions or of an interview. See reprise_private.get_analytics.
create function reprise.get_analytics(interview_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_analytics(interview_id);
end
$$;
comment on function reprise.get_analytics is 'Returns statistics of the caller''s sessions or of an interview. See reprise_private.get_analytics.';
