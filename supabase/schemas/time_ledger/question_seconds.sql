-- Returns the seconds on a question's clock: its limit plus what the time ledger gives it; null without a limit. The only function that adds
-- them up: serve_next_question, set_deadline and every view call it. A revoked percentage still counts for a question that was served
-- before; of revoked seconds only those that had been used count. p_served_at is null for a question that has not been served.
create function reprise_private.question_seconds(p_session_id uuid, p_position integer, p_limit integer, p_served_at timestamptz)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_limit is null then
    return null;
  end if;
  return p_limit + coalesce((
    select sum(reprise_private.credited_seconds(c, p_limit, p_served_at))
    from reprise.time_credits c
    where c.session_id = p_session_id and (c.position = p_position or c.position is null)
  ), 0);
end
$$;
comment on function reprise_private.question_seconds is 'Returns the seconds on a question''s clock.';
