-- Returns where a page starts: the last row of the previous page, or before all rows.
create function reprise_private.decode_cursor(p_cursor text, out started_at timestamptz, out id uuid)
language sql immutable set search_path = ''
as $$
  select
    coalesce(timestamptz 'epoch' + split_part(p_cursor, '.', 1)::bigint * interval '1 microsecond', 'infinity'),
    coalesce(split_part(p_cursor, '.', 2)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
$$;
comment on function reprise_private.decode_cursor is 'Returns the row after which a page starts.';
