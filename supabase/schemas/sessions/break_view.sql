-- Returns the `break` of the API: when the break ends that the candidate is on; null without one.
create function reprise_private.break_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return case when p_session.break_until is not null then jsonb_build_object(
    'until', reprise_private.rfc3339(p_session.break_until), 'remaining_seconds', reprise_private.remaining_seconds(p_session.break_until)
  ) end;
end
$$;
comment on function reprise_private.break_view is 'Returns the break that the candidate is on, as the API shows it.';
