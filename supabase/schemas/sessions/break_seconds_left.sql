-- Returns the seconds that a session may still spend on breaks, without the break that runs now.
create function reprise_private.break_seconds_left(p_session reprise.interview_sessions)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.break_seconds = 0 then
    return 0;
  end if;
  return greatest(trim_scale(p_session.break_seconds - coalesce((
    select sum(c.seconds) from reprise.time_credits c where c.session_id = p_session.id and c.kind = 'break'
  ), 0)), 0);
end
$$;
comment on function reprise_private.break_seconds_left is 'Returns the seconds that a session may still spend on breaks.';
