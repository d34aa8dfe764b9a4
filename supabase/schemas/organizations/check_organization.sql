-- Trigger: refuses a name of an organization that is blank, overlong, or has control characters or characters that change the direction of a
-- line: candidates see it, and it stands in the subject of e-mails. Runs after the row is written, like reprise_private.check_interview.
-- Errors: invalid_request.
create function reprise_private.check_organization()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.check_name('name', new.name);
  return null;
end
$$;
comment on function reprise_private.check_organization is 'Trigger: refuses a name of an organization that cannot be shown.';
