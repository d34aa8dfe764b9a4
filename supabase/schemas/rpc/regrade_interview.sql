-- Regrades one batch of an interview's sessions with corrected keys. See private.regrade_interview.
create function public.regrade_interview(interview_id uuid, reason text, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.regrade_interview(interview_id, reason, cursor);
end
$$;
comment on function public.regrade_interview(uuid, text, text) is 'Grades an interview again with corrected keys. See private.regrade_interview.';
revoke execute on function public.regrade_interview(uuid, text, text) from public, anon, authenticated;
grant execute on function public.regrade_interview(uuid, text, text) to authenticated;
