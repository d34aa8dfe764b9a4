-- Lets members receive what private.on_session_completed sends, on the private channel of their organization. Realtime checks this policy
-- when a client joins a channel. Projects without Realtime, and those whose migrations may not create policies there, work without it.

do $$
begin
  if to_regclass('realtime.messages') is not null and to_regprocedure('realtime.topic()') is not null then
    execute 'drop policy if exists "members hear of their organization''s sessions" on realtime.messages';
    execute $policy$
      create policy "members hear of their organization's sessions" on realtime.messages
        for select to authenticated
        using (
          extension = 'broadcast' and (select realtime.topic()) = any (array(
            select 'organization:' || o.id from private.organizations_of_caller() o(id)
          ))
        )
    $policy$;
  end if;
exception when insufficient_privilege then
  raise warning 'reprise: members cannot listen to the end of sessions: %', sqlerrm;
end
$$;
