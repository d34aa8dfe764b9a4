-- Returns the limit that an address has reached for this UTC day: 5 e-mails over all organizations, or 3 of one invitation (null: of a new one).
-- Null if another e-mail can be queued. Needs lock_invited_addresses.
create function reprise_private.reached_mail_limit(p_email text, p_invitation_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  if exists (
    select from reprise_private.invitation_address_days d
    where d.email_sha256 = reprise_private.sha256_hex(p_email) and d.day = reprise_private.utc_day() and d.mails >= 5
  ) then
    return 5;
  elsif (
    select count(*) from reprise_private.invitation_mails m
    where m.invitation_id = p_invitation_id and m.created_at >= reprise_private.utc_day()::timestamp at time zone 'UTC'
  ) >= 3 then
    return 3;
  end if;
  return null;
end
$$;
comment on function reprise_private.reached_mail_limit is 'Returns the limit of e-mails of a day that an address has reached.';
