-- Marks what happened up to one notice as read, in all of the caller's organizations. Never marks as unread. Does nothing for an id that is none of the
-- caller's notices. Errors: not_authenticated.
create function reprise_private.read_notices(p_through uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  update reprise_private.notice_cursors c set seq = e.seq
  from reprise_private.organization_events e
  where e.id = p_through and e.organization_id in (select reprise_private.organizations_of_caller())
    and c.user_id = v_user_id and c.pace = 'read' and c.seq < e.seq;
  return jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.read_notices is 'Marks the caller''s notices as read.';
