-- Locks addresses until the end of the transaction, so that two organizations cannot exceed what one address is mailed in a day. In one order, and
-- before the caller's rate limits are locked, so that two calls cannot deadlock.
create function reprise_private.lock_invited_addresses(p_emails text[])
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(k.key)
  from (select distinct hashtextextended('reprise invited address ' || e.email, 0) as key from unnest(p_emails) e (email) order by 1) k;
end
$$;
comment on function reprise_private.lock_invited_addresses is 'Locks addresses for counting their e-mails.';
