-- Grades an interview again with corrected keys. See private.regrade_interview.
create function public.regrade_interview(interview_id uuid, reason text)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.regrade_interview(interview_id, reason)
$$;
comment on function public.regrade_interview(uuid, text) is 'Grades an interview again with corrected keys. See private.regrade_interview.';
revoke execute on function public.regrade_interview(uuid, text) from public, anon, authenticated;
grant execute on function public.regrade_interview(uuid, text) to authenticated;
