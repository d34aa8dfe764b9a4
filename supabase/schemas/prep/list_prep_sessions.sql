-- Returns one page of the caller's prep sessions without their documents, newest first, by keyset. Ordered by creation time, which never
-- changes: saving in another tab while pages are read skips nothing. Reads only. Errors: invalid_request.
create function reprise_private.list_prep_sessions(p_cursor text, p_page_size integer)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page jsonb;
begin
  perform reprise_private.check_page(v_size, p_cursor, null, null);
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  -- The row is built without its document, so the document is not read.
  select jsonb_agg(reprise_private.prep_session_summary(
    (null, v_user_id, p.name, p.mode, p.job_id, p.skill, p.template, p.version, null, p.created_at, p.updated_at, p.public_id, null)::reprise.prep_sessions
  ) order by p.created_at desc, p.public_id desc) into v_page
  from (
    select s.public_id, s.name, s.mode, s.job_id, s.skill, s.template, s.version, s.created_at, s.updated_at
    from reprise.prep_sessions s
    where s.user_id = v_user_id and (s.created_at, s.public_id) < (v_after.started_at, v_after.id)
    order by s.created_at desc, s.public_id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'prep_sessions', coalesce(case when jsonb_array_length(v_page) > v_size then v_page - v_size else v_page end, '[]'),
    'next_cursor', case when jsonb_array_length(v_page) > v_size then (
      select (extract(epoch from s.created_at) * 1000000)::bigint || '.' || s.public_id
      from reprise.prep_sessions s where s.user_id = v_user_id and s.public_id = (v_page -> (v_size - 1) ->> 'id')::uuid
    ) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_sessions is 'Returns one page of the caller''s prep sessions.';
