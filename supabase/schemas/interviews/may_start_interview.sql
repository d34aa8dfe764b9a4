-- Returns whether a user may start an interview now: it is published, and it is public or they hold an invitation that has not expired.
create function reprise_private.may_start_interview(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interviews i
      where i.id = p_interview_id and i.status = 'published'
        and (i.is_public or reprise_private.is_invited(p_user_id, p_interview_id))
    )
  );
end
$$;
comment on function reprise_private.may_start_interview is 'Returns whether a user may start an interview now.';
