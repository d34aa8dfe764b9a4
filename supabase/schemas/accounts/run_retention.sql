-- Looks at up to 500 accounts, sessions and prep sessions that are due, and deletes them, for about a second; at the end of the list it also
-- deletes up to 500 old audit events, e-mails about events, invitations that nobody accepted, counts of e-mails to addresses on
-- earlier days, and old events of organizations, 1,000 at a time until that second is over.
-- Called by the scheduler (service role) after cleanup, or by pg_cron: a transaction of its own, so that nothing here can undo or
-- delay cleanup. Each row has its own subtransaction: a broken one, or one that takes all the time there is, is counted and skipped. Adds
-- its counts to the last row of cleanup_runs and continues where the previous call ended, so that broken rows cannot starve others.
create function reprise_private.run_retention()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_started_at timestamptz := clock_timestamp();
  v_row record;
  v_seen integer := 0;
  v_out_of_time boolean := false;
  v_accounts integer := 0;
  v_deleted integer := 0;
  v_events integer;
  v_errors jsonb := '[]';
  v_cursor jsonb := (
    select r.retention_cursor from reprise.cleanup_runs r where r.deleted_by_retention is not null order by r.id desc limit 1
  );
begin
  for v_row in select * from reprise_private.expired_rows(v_cursor, 500) loop
    v_seen := v_seen + 1;
    v_cursor := jsonb_build_object('stage', v_row.stage, 'due_at', v_row.due_at, 'id', v_row.id);
    begin
      if v_row.stage = 1 then
        v_accounts := v_accounts + reprise_private.erase_account(v_row.id);
      else
        v_deleted := v_deleted + reprise_private.delete_expired_row(v_row.stage, v_row.due_at, v_row.id, v_row.user_id);
      end if;
    exception when query_canceled or others then
      v_errors := v_errors || jsonb_build_object('retention', v_cursor, 'sqlstate', sqlstate, 'message', sqlerrm);
      v_out_of_time := sqlstate = '57014';
    end;
    v_out_of_time := v_out_of_time or clock_timestamp() > v_started_at + interval '1 second';
    exit when v_out_of_time;
  end loop;
  if v_seen < 500 and not v_out_of_time then
    v_cursor := null;
    delete from reprise.audit_events a
    where a.id in (
      select o.id
      from (select e.id, e.at from reprise.audit_events e order by e.id limit 500) o, reprise_private.settings t
      where o.at < now() - t.audit_events_kept
    );
    delete from reprise.invitations v
    where v.id in (
      select o.id
      from reprise.invitations o, reprise_private.settings t
      where o.user_id is null and o.expires_at < now() - t.invitations_kept
        -- A link stays while people who took its places are invited.
        and not exists (select from reprise.invitations p where p.link_id = o.id)
      order by o.expires_at, o.id
      limit 500
    );
    loop
      delete from reprise_private.organization_events e
      where e.number in (
        select o.number
        from (select n.number, n.at from reprise_private.organization_events n order by n.number limit 1000) o, reprise_private.settings t
        where o.at < now() - t.organization_events_kept
      );
      get diagnostics v_events = row_count;
      exit when v_events < 1000 or clock_timestamp() > v_started_at + interval '1 second';
    end loop;
    delete from reprise_private.notice_mails m
    where m.id in (select o.id from reprise_private.notice_mails o where o.created_at < now() - interval '90 days' order by o.created_at limit 500);
    delete from reprise_private.invitation_address_days d
    where (d.email_sha256, d.organization_id) in (
      select o.email_sha256, o.organization_id from reprise_private.invitation_address_days o
      where o.day < reprise_private.utc_day() order by o.day limit 500 for update skip locked
    );
    delete from reprise_private.reminder_address_days d
    where d.email_sha256 in (
      select o.email_sha256 from reprise_private.reminder_address_days o
      where o.day < reprise_private.utc_day() order by o.day limit 500 for update skip locked
    );
  end if;
  update reprise.cleanup_runs r
  set deleted_by_retention = coalesce(r.deleted_by_retention, 0) + v_deleted, deleted_accounts = r.deleted_accounts + v_accounts,
    errors = r.errors + jsonb_array_length(v_errors), error_details = r.error_details || v_errors, retention_cursor = v_cursor
  where r.id = (select max(l.id) from reprise.cleanup_runs l);
  return jsonb_build_object(
    'deleted_by_retention', v_deleted, 'deleted_accounts', v_accounts, 'errors', jsonb_array_length(v_errors),
    'duration_ms', round(extract(epoch from clock_timestamp() - v_started_at) * 1000, 3)
  );
end
$$;
comment on function reprise_private.run_retention is 'Deletes what is past its retention and accounts whose deletion is due.';
