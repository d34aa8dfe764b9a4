-- Returns the warnings of an interview, for members of its organization. See reprise_private.get_interview_warnings.
create function reprise.get_interview_warnings(interview_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_interview_warnings(interview_id);
end
$$;
comment on function reprise.get_interview_warnings is
  'Returns the warnings of an interview, for members of its organization. See reprise_private.get_interview_warnings.';
