-- Returns the wait before attempt p_attempt + 1: the base doubled for each attempt, at most an hour, plus a random part of up to half of
-- it; never less than the model's server asked for, up to a day.
create function reprise_private.retry_delay(p_attempt integer, p_asked_seconds numeric)
returns interval
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select make_interval(secs => greatest(
      least(t.evaluation_backoff_seconds * 2 ^ (p_attempt - 1), 3600) * (1 + random() / 2),
      least(coalesce(p_asked_seconds, 0), 86400)
    ))
    from reprise_private.settings t
  );
end
$$;
comment on function reprise_private.retry_delay is 'Returns the wait before the next attempt: exponential backoff with jitter.';
