-- Tells whether a user may start an interview now: it is published, and it is public or they hold an invitation that has not expired.
create function private.may_take(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.interviews i
      where i.id = p_interview_id and i.status = 'published'
        and (i.is_public or private.invited(p_user_id, p_interview_id))
    )
  );
end
$$;
comment on function private.may_take(uuid, uuid) is 'Whether a user could start an interview now.';
revoke execute on function private.may_take(uuid, uuid) from public, anon, authenticated;
