-- Returns the addresses of a JSON array without spaces around them, in lower case, once each, in their order. Refuses what is no array of 1 to 200
-- texts. reprise_private.invite_address refuses a text that is no address. Errors: invalid_request.
create function reprise_private.parse_invitees(p_emails jsonb)
returns text[]
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_emails) is distinct from 'array' or jsonb_array_length(p_emails) not between 1 and 200
    or jsonb_path_exists(p_emails, '$[*] ? (@.type() != "string")')
  then
    perform reprise_private.invalid_request('emails', 'must be a list of 1 to 200 addresses');
  end if;
  return (
    select array_agg(f.email order by f.first)
    from (
      select lower(btrim(left(e.value, 300), E' \t\r\n')) as email, min(e.number) as first
      from jsonb_array_elements_text(p_emails) with ordinality e (value, number)
      group by 1
    ) f
  );
end
$$;
comment on function reprise_private.parse_invitees is 'Parses a list of addresses to invite.';
