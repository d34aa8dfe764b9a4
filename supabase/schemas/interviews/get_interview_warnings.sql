-- Returns the warnings of an interview (interview_warnings). Called by members of its organization, while they choose its questions;
-- list_results returns them as well. An unknown interview and one of another organization get the same error. Reads only.
-- Errors: interview_not_found.
create function reprise_private.get_interview_warnings(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  if not exists (
    select from reprise.interviews i
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  return jsonb_build_object(
    'warnings', reprise_private.interview_warnings(p_interview_id), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_interview_warnings is 'Returns the warnings of an interview, for members of its organization.';
