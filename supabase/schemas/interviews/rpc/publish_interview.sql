-- Publishes an interview, for owners and recruiters of its organization. See reprise_private.publish_interview.
create function reprise.publish_interview(interview_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.publish_interview(interview_id);
end
$$;
comment on function reprise.publish_interview is
  'Publishes an interview, for owners and recruiters of its organization. See reprise_private.publish_interview.';
