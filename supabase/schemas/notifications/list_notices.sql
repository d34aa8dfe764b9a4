-- Returns one page of what happened in the caller's organizations, newest first, with what is unread (counted up to 100). Without an organization, in
-- all of them. A page looks at 1,000 events of each organization at most. Numbers events first, so that what was committed is listed.
-- Errors: not_authenticated, invalid_request.
create function reprise_private.list_notices(p_organization_id uuid, p_cursor text, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_page jsonb;
  v_last bigint;
  v_unread integer;
begin
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor !~ '^[0-9]{1,18}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  perform reprise_private.number_organization_events();
  select jsonb_agg(n.item order by n.seq desc), min(n.seq) into v_page, v_last
  from (
    select e.seq, jsonb_build_object(
      'id', e.id, 'type', e.kind, 'at', reprise_private.rfc3339(e.at), 'read', e.seq <= c.seq,
      'organization', jsonb_build_object('id', o.id, 'name', o.name), 'session_id', e.session_id,
      'interview', case when i.id is not null then jsonb_build_object('id', i.id, 'title', i.title) end
    ) as item
    from reprise_private.notice_cursors c
    join reprise.organizations o on o.id = c.organization_id
    cross join lateral (
      select max(w.seq) as until, min(w.seq) - 1 as after
      from (
        select x.seq from reprise_private.organization_events x
        where x.organization_id = c.organization_id and x.seq < coalesce(p_cursor::bigint, 9223372036854775807) order by x.seq desc limit 1000
      ) w
    ) r
    cross join lateral reprise_private.events_for_member(c.organization_id, v_user_id, r.after, r.until, 1000) e
    left join reprise.interviews i on i.id = (e.data ->> 'interview_id')::uuid
    where c.user_id = v_user_id and c.pace = 'read' and (p_organization_id is null or c.organization_id = p_organization_id)
    order by e.seq desc
    limit v_size
  ) n;
  select count(*) into v_unread
  from (
    select from reprise_private.notice_cursors c
    cross join lateral reprise_private.events_for_member(c.organization_id, v_user_id, c.seq, 9223372036854775807, 100) e
    where c.user_id = v_user_id and c.pace = 'read'
    limit 100
  ) u;
  return jsonb_build_object(
    'notices', coalesce(v_page, '[]'), 'unread', v_unread,
    'next_cursor', case when jsonb_array_length(v_page) = v_size then v_last::text end, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_notices is 'Returns one page of what happened in the caller''s organizations.';
