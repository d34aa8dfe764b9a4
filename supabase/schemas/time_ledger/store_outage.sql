-- Stores a measured interval as outages: only the part in which no candidate's write was committed, and of it only what is not stored yet, so
-- that reports of several processes about one outage add up to one. Pieces under half a second are dropped. Moves the resume window of
-- sessions whose window ended during it. One call at a time.
create function reprise_private.store_outage(p_began_at timestamptz, p_ended_at timestamptz, p_measured_by text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_silence tstzrange;
  v_piece tstzrange;
begin
  perform pg_advisory_xact_lock(hashtextextended('reprise outages', 0));
  v_silence := reprise_private.longest_silence(tstzrange(p_began_at, p_ended_at));
  for v_piece in
    select p from unnest(tstzmultirange(v_silence) - coalesce((
      select range_agg(tstzrange(o.began_at, o.ended_at)) from reprise.outages o
      where tstzrange(o.began_at, o.ended_at) && v_silence
    ), '{}')) p
    where upper(p) - lower(p) >= interval '0.5 seconds'
  loop
    insert into reprise.outages (began_at, ended_at, measured_by) values (lower(v_piece), upper(v_piece), p_measured_by);
    update reprise.interview_sessions s set resume_until = s.resume_until + (upper(v_piece) - lower(v_piece))
    where s.id in (
      select w.id from reprise.interview_sessions w
      where w.status = 'in_progress' and w.resume_until >= lower(v_piece) and w.resume_until < upper(v_piece)
      for update skip locked
    );
  end loop;
end
$$;
comment on function reprise_private.store_outage is 'Stores a measured interval as outages.';
