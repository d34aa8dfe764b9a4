-- Returns the seconds until a deadline, to the millisecond and not below zero; null without a deadline. Uses clock_timestamp(), as
-- server_time does: both are sent together.
create function reprise_private.remaining_seconds(p_deadline_at timestamptz)
returns numeric
language plpgsql volatile set search_path = ''
as $$
begin
  return case when p_deadline_at is not null then
    trim_scale(round(greatest(extract(epoch from p_deadline_at - clock_timestamp()), 0), 3))
  end;
end
$$;
comment on function reprise_private.remaining_seconds is 'Returns the seconds until a deadline.';
