-- Adds the bytes of a text to what is stored for its user, or subtracts those of a deleted one (p_bytes < 0). Called by the triggers of the
-- tables with texts, in the transaction that changes them, so the count is exact. Locks the user's row until the end of the transaction. A null
-- user (the session is being deleted, and is counted as a whole) and a user without a row who loses a text are ignored.
create function reprise_private.count_stored_bytes(p_user_id uuid, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_bytes < 0 then
    update reprise_private.stored_bytes b set in_all = greatest(b.in_all + p_bytes, 0) where b.user_id = p_user_id;
  elsif p_bytes > 0 and p_user_id is not null then
    insert into reprise_private.stored_bytes as b (user_id, day, of_day, in_all)
    values (p_user_id, reprise_private.utc_day(), p_bytes, p_bytes)
    on conflict (user_id) do update
    set day = excluded.day, of_day = excluded.of_day + case when b.day = excluded.day then b.of_day else 0 end, in_all = b.in_all + p_bytes;
  end if;
end
$$;
comment on function reprise_private.count_stored_bytes is 'Counts the bytes of a stored or deleted text for its user.';
