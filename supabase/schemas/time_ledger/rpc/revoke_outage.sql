-- Revokes what an outage gave to everybody. See reprise_private.revoke_outage.
create function reprise.revoke_outage(outage_id uuid, reason text, dry_run boolean default false, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.revoke_outage(outage_id, reason, coalesce(dry_run, false), cursor);
end
$$;
comment on function reprise.revoke_outage is 'Revokes what an outage gave to everybody. See reprise_private.revoke_outage.';
