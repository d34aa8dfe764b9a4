-- Returns one page of a section of the caller's data and the cursor of the next page, null at the end. A page ends after 256
-- KiB or 0.1 seconds, so an export of any size takes pages of bounded cost. Each page takes one use of account_page and locks its row, so a
-- user's pages are read one after another.
-- Sections of sessions walk the caller's sessions, newest first; their cursor names the session and the row. A page may be
-- empty and continue: none of many sessions had such a row.
-- Errors: not_authenticated, rate_limited, invalid_request (section or cursor).
create function reprise_private.list_account_rows(p_section text, p_after jsonb)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_stop_at timestamptz := clock_timestamp() + interval '100 milliseconds';
  v_bytes_left integer := 262144;
  v_rows jsonb[] := '{}';
  v_session reprise.interview_sessions;
  v_slice record;
begin
  if not exists (select from auth.users u where u.id = v_user_id) then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'account_page');
  if coalesce(p_section, '') not in ('sessions', 'questions', 'messages', 'late_messages', 'events') then
    v_slice := reprise_private.account_slice(v_user_id, null, p_section, p_after ->> 'key', v_bytes_left, v_stop_at);
    return jsonb_build_object(
      'rows', to_jsonb(v_slice.rows), 'after', case when not v_slice.ended then jsonb_build_object('key', v_slice.key) end
    );
  end if;
  for v_session in
    select s.* from reprise.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) <= (
      coalesce((p_after ->> 'started_at')::timestamptz, 'infinity'),
      coalesce((p_after ->> 'session_id')::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    order by s.started_at desc, s.id desc
  loop
    v_slice := reprise_private.account_slice(
      v_user_id, v_session, p_section, case when v_session.id::text = p_after ->> 'session_id' then p_after ->> 'key' end,
      v_bytes_left, v_stop_at
    );
    v_rows := v_rows || v_slice.rows;
    v_bytes_left := v_bytes_left - v_slice.bytes;
    if not v_slice.ended or v_bytes_left <= 0 or clock_timestamp() > v_stop_at then
      return jsonb_build_object('rows', to_jsonb(v_rows), 'after', jsonb_build_object(
        'started_at', v_session.started_at, 'session_id', v_session.id, 'key', v_slice.key
      ));
    end if;
  end loop;
  return jsonb_build_object('rows', to_jsonb(v_rows), 'after', null);
end
$$;
comment on function reprise_private.list_account_rows is 'Returns one page of a section of the caller''s data.';
