-- Refuses a text of p_bytes, or with 0 the start of something that stores texts, if its user would have more stored than the settings
-- allow, today or in all. The caller holds the user's lock and stores the text in the same transaction, so of concurrent calls exactly those
-- pass whose texts fit.
-- Errors: rate_limited (reason storage, until the next UTC day), limit_reached (reason storage).
create function reprise_private.check_stored_bytes(p_user_id uuid, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_in_use bigint;
  v_of_day bigint;
  v_per_day bigint;
  v_in_all bigint;
begin
  select t.stored_bytes_per_day, t.stored_bytes_in_all into v_per_day, v_in_all from reprise_private.settings t;
  select b.in_all, case when b.day = reprise_private.utc_day() then b.of_day else 0 end into v_in_use, v_of_day
  from reprise_private.stored_bytes b
  where b.user_id = p_user_id;
  if coalesce(v_in_use, 0) + p_bytes > v_in_all then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'storage', 'limit', v_in_all));
  elsif coalesce(v_of_day, 0) + p_bytes > v_per_day then
    perform reprise_private.refuse_and_roll_back(429, 'rate_limited', jsonb_build_object('reason', 'storage', 'retry_after_seconds', greatest(
      1, ceil(extract(epoch from (reprise_private.utc_day() + 1)::timestamp - now() at time zone 'UTC'))::integer
    )));
  end if;
end
$$;
comment on function reprise_private.check_stored_bytes is 'Refuses a text for which its user has no room left.';
