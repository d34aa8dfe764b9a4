-- Returns the extra time, in percent, that a user's valid invitation to an interview gives; 0 without one.
create function reprise_private.invitation_extra_time(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(max(v.extra_time_percent), 0)
    from reprise.interview_invitations v
    where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
  );
end
$$;
comment on function reprise_private.invitation_extra_time is 'Returns the extra time, in percent, that a user''s invitation gives.';
