-- Returns the e-mail address of a user in lower case, if Supabase Auth has confirmed it; else null. The metadata that users write about
-- themselves does not count. Reads the row as JSON, because not every installation of Auth has these columns.
create function reprise_private.confirmed_email(p_user_id uuid)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select lower(u.email) from auth.users u
    where u.id = p_user_id and u.email <> '' and to_jsonb(u) ->> 'email_confirmed_at' is not null
  );
end
$$;
comment on function reprise_private.confirmed_email is 'Returns the confirmed e-mail address of a user.';
