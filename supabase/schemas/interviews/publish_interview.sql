-- draft or archived → published. Called by the organization's owners and recruiters. Checks everything that publishing by the Data API
-- checks (refuse_unpublishable), under the same locks. A repeat checks again and changes nothing. Returns the interview and its warnings. An
-- unknown interview and one of another organization get the same error.
-- Errors: interview_not_found, not_allowed (a reviewer), not_authenticated, rate_limited, not_publishable.
create function reprise_private.publish_interview(p_interview_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_interview reprise.interviews;
begin
  select * into v_interview from reprise.interviews i
  where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
  for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif v_interview.organization_id not in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed');
  end if;
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'publish');
  perform reprise_private.refuse_unpublishable(p_interview_id);
  update reprise.interviews i set status = 'published' where i.id = p_interview_id and i.status <> 'published';
  return (
    select jsonb_build_object(
      'interview', jsonb_build_object(
        'id', i.id, 'organization_id', i.organization_id, 'title', i.title, 'mode', i.mode, 'status', i.status, 'is_public', i.is_public,
        'question_count', t.question_count, 'total_seconds', coalesce(t.total_seconds, 0), 'points', coalesce(t.points, 0)
      ),
      'warnings', reprise_private.interview_warnings(i.id),
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
    from reprise.interviews i
    cross join lateral reprise_private.interview_totals(i.id) t
    where i.id = p_interview_id
  );
end
$$;
comment on function reprise_private.publish_interview is 'Publishes an interview, or refuses it with every fault and its place.';
