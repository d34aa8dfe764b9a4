-- Returns the extra time, in percent, that a user gets when they start an interview: the larger of what their invitation gives and what they
-- have as an accommodation in the interview's organization.
create function reprise_private.extra_time_at_start(p_user_id uuid, p_interview reprise.interviews)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return greatest(
    reprise_private.invitation_extra_time(p_user_id, p_interview.id),
    reprise_private.accommodation_extra_time(p_user_id, p_interview.organization_id)
  );
end
$$;
comment on function reprise_private.extra_time_at_start is 'Returns the extra time, in percent, that a user gets when they start an interview.';
