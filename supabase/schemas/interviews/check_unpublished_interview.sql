-- published or archived → draft, only while no session of the interview has begun. Trigger, after the row is written. The lock waits for
-- starts in progress, and they for it (start_session locks the interview before it reads its status), so either the session is seen here
-- or its start sees a draft. Only for the Data API, like check_published_interview. Errors: interview_has_sessions.
create function reprise_private.check_unpublished_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.interviews i where i.id = new.id for update;
  if exists (select from reprise.interview_sessions s where s.interview_id = new.id) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_has_sessions');
  end if;
  return null;
end
$$;
comment on function reprise_private.check_unpublished_interview is 'Trigger: refuses to make a draft of an interview that has sessions.';
