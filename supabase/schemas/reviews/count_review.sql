-- Trigger of what people write about a session: counts a stored or deleted text for its author, and refuses one for which the author has no
-- room left. Calls of one reviewer queue for their rate limit, so exactly those pass whose texts fit.
-- Errors: rate_limited, limit_reached (both with reason storage).
create function reprise_private.count_review()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(case tg_op when 'DELETE' then old else new end);
  v_author uuid := v_row ->> tg_argv[0];
  v_bytes bigint := coalesce(octet_length(v_row ->> 'reason'), 0) + coalesce(octet_length(v_row ->> 'text'), 0)
    + coalesce(octet_length(v_row ->> 'note'), 0) + coalesce(octet_length(v_row ->> 'ratings'), 0);
begin
  if tg_op = 'INSERT' then
    perform reprise_private.check_stored_bytes(v_author, v_bytes);
  end if;
  perform reprise_private.count_stored_bytes(v_author, case tg_op when 'DELETE' then -v_bytes else v_bytes end);
  return null;
end
$$;
comment on function reprise_private.count_review is 'Trigger: counts what a person wrote about a session, and refuses it without room.';
