-- Returns one page of a transcript, in order, by keyset on seq. Called by its candidate and by members of the organization. Reads only.
-- A page ends after p_page_size messages, or with the message that brings its texts to 256 KiB: its cost is bounded, and it is empty only if
-- no message is left.
-- Errors: session_not_found, invalid_request.
create function reprise_private.list_messages(p_session_id uuid, p_after integer, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_reviews boolean := reprise_private.can_review_session(p_session_id);
  v_size integer := coalesce(p_page_size, 50);
  v_last integer;
  v_more boolean;
begin
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_after < 0 then
    perform reprise_private.invalid_request('after', 'must be 0 or more');
  end if;
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and s.mode = 'conversation' and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- The lengths are read without the texts.
  select max(p.seq) filter (where p.fits), bool_or(not p.fits) into v_last, v_more
  from (
    select n.seq, row_number() over w <= v_size and sum(n.bytes) over w - n.bytes < 262144 as fits
    from (
      select m.seq, octet_length(m.content) as bytes from reprise.messages m
      where m.session_id = v_session.id and m.seq > coalesce(p_after, 0)
      order by m.seq
      limit v_size + 1
    ) n
    window w as (order by n.seq)
  ) p;
  return jsonb_build_object(
    'session', reprise_private.session_summary(v_session),
    'messages', coalesce((
      select jsonb_agg(reprise_private.message_view(m) order by m.seq) from reprise.messages m
      where m.session_id = v_session.id and m.seq > coalesce(p_after, 0) and m.seq <= v_last
    ), '[]'),
    'next_after', case when v_more then v_last end,
    'conversation', reprise_private.conversation_view(v_session, v_reviews) - '{draft,draft_saved_at}'::text[],
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_messages is 'Returns one page of a transcript.';
