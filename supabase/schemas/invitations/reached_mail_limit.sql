-- Returns the limit that an address has reached for this UTC day: 3 e-mails of one invitation (null: of a new one), 5 of one organization, or 10 of
-- all organizations that are not trusted together: anybody can create those. A trusted one does not depend on what others send: nobody can keep it
-- from mailing an address, nor learn from it who else does. Null if another e-mail can be queued. Needs lock_invited_addresses.
create function reprise_private.reached_mail_limit(p_email text, p_organization_id uuid, p_invitation_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
declare
  v_email_sha256 text := reprise_private.sha256_hex(p_email);
begin
  if exists (
    select from reprise_private.invitation_address_days d
    where d.email_sha256 = v_email_sha256 and d.organization_id = p_organization_id and d.day = reprise_private.utc_day() and d.mails >= 5
  ) then
    return 5;
  elsif not (select o.is_trusted from reprise.organizations o where o.id = p_organization_id) and (
    select sum(d.mails)
    from reprise_private.invitation_address_days d left join reprise.organizations o on o.id = d.organization_id
    where d.email_sha256 = v_email_sha256 and d.day = reprise_private.utc_day() and o.is_trusted is not true
  ) >= 10 then
    return 10;
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
