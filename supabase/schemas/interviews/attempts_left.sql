-- Returns how many sessions of an interview a user may still start; null means no limit. A valid invitation's number overrides the
-- interview's.
create function reprise_private.attempts_left(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case when v.interview_id is null then i.attempts_allowed else v.attempts_allowed end
      - (select count(*) from reprise.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview_id)::integer
    from reprise.interviews i
    left join reprise.interview_invitations v
      on v.interview_id = i.id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    where i.id = p_interview_id
  );
end
$$;
comment on function reprise_private.attempts_left is 'Returns how many sessions of an interview a user may still start; null means no limit.';
