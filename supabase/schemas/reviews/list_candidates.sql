-- Returns up to p_size rows of an interview's candidates after the cursor, and the cursor of the next page (null: none). The caller has checked
-- that its user reviews the interview. p_query is a part of a name or an address, compared in lower case; no pattern. p_state "started", the state
-- of an invitation, is "in_progress", the status of its session. Errors: invalid_request.
create function reprise_private.list_candidates(
  p_interview_id uuid, p_cursor text, p_size integer,
  p_status text, p_query text, p_sort text, p_flag text, p_decision text, p_state text,
  out page jsonb, out next_cursor text
)
language plpgsql stable set search_path = ''
as $$
declare
  v_query text := nullif(lower(btrim(p_query)), '');
  v_sort text := coalesce(p_sort, '-started_at');
  v_state text := case p_state when 'started' then 'in_progress' else p_state end;
  v_after_number numeric;
  v_after_label text;
  v_after_id uuid;
  v_found record;
  v_last record;
  v_seen integer := 0;
  v_rows jsonb[] := '{}';
begin
  if char_length(p_query) > 200 then
    perform reprise_private.invalid_request('q', 'must be at most 200 characters');
  elsif v_sort not in ('started_at', '-started_at', 'name', 'score', '-score') then
    perform reprise_private.invalid_request('sort', 'must be started_at, -started_at, name, score or -score');
  elsif p_flag !~ '^[a-z_]{1,50}$' then
    perform reprise_private.invalid_request('flag', 'is not a flag');
  elsif p_decision not in ('advance', 'hold', 'reject', 'none') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold, reject or none');
  elsif v_state not in ('invited', 'opened', 'expired', 'in_progress', 'completed', 'cancelled', 'abandoned') then
    perform reprise_private.invalid_request('state', 'must be invited, opened, expired, started, in_progress, completed, cancelled or abandoned');
  elsif p_cursor !~ '^-?\d{1,18}(\.\d{1,6})?_([0-9a-f]{2}){0,200}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  if p_cursor is not null then
    v_after_number := split_part(p_cursor, '_', 1)::numeric;
    v_after_id := split_part(p_cursor, '_', 3)::uuid;
    begin
      v_after_label := convert_from(decode(split_part(p_cursor, '_', 2), 'hex'), 'UTF8');
    exception when character_not_in_repertoire or untranslatable_character then
      perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
    end;
  end if;
  for v_found in
    select * from reprise_private.find_candidates(
      p_interview_id, p_size + 1, v_after_number, v_after_label, v_after_id, p_status, v_query, v_sort, p_flag, p_decision, v_state
    )
  loop
    v_seen := v_seen + 1;
    if v_seen > p_size then
      next_cursor := v_last.number || '_' || encode(convert_to(v_last.label, 'UTF8'), 'hex') || '_' || v_last.id;
      exit;
    end if;
    v_last := v_found;
    v_rows := array_append(v_rows, case when v_found.session_id is null
      then reprise_private.invited_row(v_found.id, v_found.user_id, v_found.invited_email, v_found.state, v_found.since)
        || case when v_found.known then '{}' else jsonb_build_object('candidate', reprise_private.unknown_person(v_found.user_id)) end
      else (select reprise_private.candidate_row(s) from reprise.interview_sessions s where s.id = v_found.session_id) end);
  end loop;
  page := to_jsonb(v_rows);
end
$$;
comment on function reprise_private.list_candidates is 'Returns one page of an interview''s candidates.';
