-- Returns the rows after p_key of one section, up to about p_bytes bytes or until p_stop_at, the key of the last of them, and whether there are
-- no more. p_session is the session of a section of sessions, else null. Large rows are read one at a time.
create function reprise_private.account_slice(
  p_user_id uuid, p_session reprise.interview_sessions, p_section text, p_key text, p_bytes integer, p_stop_at timestamptz,
  out rows jsonb[], out key text, out bytes bigint, out ended boolean
)
language plpgsql volatile set search_path = ''
as $$
declare
  v_limit integer := case when p_section in ('questions', 'prep_sessions', 'prep_generations') then 1 else 50 end;
  v_row record;
  v_found integer;
begin
  rows := '{}';
  key := p_key;
  bytes := 0;
  loop
    v_found := 0;
    for v_row in
      select * from reprise_private.account_session_rows(p_session, p_section, key, v_limit) where p_session.id is not null
      union all
      select * from reprise_private.account_rows(p_user_id, p_section, key, v_limit) where p_session.id is null
    loop
      v_found := v_found + 1;
      rows := array_append(rows, v_row.item);
      key := v_row.key;
      bytes := bytes + octet_length(v_row.item::text);
    end loop;
    ended := v_found < v_limit;
    exit when ended or bytes > p_bytes or clock_timestamp() > p_stop_at;
  end loop;
end
$$;
comment on function reprise_private.account_slice is 'Returns the next rows of one section of a user''s data.';
