-- Returns whether a user holds an invitation to an interview that has not expired.
create function reprise_private.is_invited(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interview_invitations v
      where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    )
  );
end
$$;
comment on function reprise_private.is_invited is 'Returns whether a user holds a valid invitation to an interview.';
