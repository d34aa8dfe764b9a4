-- The channel of an organization is private, and without a policy nobody could join it: completed sessions were told to no one.

-- Who may listen to what private.on_session_completed sends: members, on the private channel of their organization. Realtime asks this
-- policy when somebody joins a channel. A project without Realtime, or one whose migrations may not write policies there, works without.

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
