-- Returns the newest p_size events of a session before the event p_before (null: the newest of all), oldest first, and in events_next what
-- p_before has to be for the page of older ones; null if there are none. Leaves out what colleagues wrote while it is hidden from the caller.
create function reprise_private.events_page(p_session_id uuid, p_before bigint, p_size integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_page reprise.session_events[];
  v_hidden boolean := reprise_private.hides_reviews(p_session_id);
begin
  select array_agg(p order by p.id desc) into v_page
  from (
    select v.* from reprise.session_events v
    where v.session_id = p_session_id and (p_before is null or v.id < p_before) and not reprise_private.is_hidden_event(v, v_hidden)
    order by v.id desc
    limit p_size + 1
  ) p;
  return jsonb_build_object(
    'events', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', v.id, 'at', reprise_private.rfc3339(v.at), 'actor', v.actor, 'event', v.event, 'detail', v.detail,
          'repeats', v.repeats, 'last_at', reprise_private.rfc3339(v.last_at)
        ) order by v.id
      )
      from unnest(v_page[:p_size]) v
    ), '[]'),
    'events_next', case when cardinality(v_page) > p_size then v_page[p_size].id end
  );
end
$$;
comment on function reprise_private.events_page is 'Returns one page of a session''s audit trail.';
