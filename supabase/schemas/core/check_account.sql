-- Refuses an account that may start nothing: it was deleted, or Supabase Auth has banned or soft-deleted it. A token stays valid until it
-- expires, so each function that starts or changes something asks here, except those that store what a running session receives: answers and
-- messages are stored, but a message gets no reply. Reads the row as JSON, because not every installation of Auth has these columns. Reads only.
-- Errors: not_authenticated.
create function reprise_private.check_account(p_user_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_user jsonb := (select to_jsonb(u) from auth.users u where u.id = p_user_id);
begin
  if v_user is null or v_user ->> 'deleted_at' is not null then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  elsif (v_user ->> 'banned_until')::timestamptz > now() then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_banned"}');
  end if;
end
$$;
comment on function reprise_private.check_account is 'Refuses an account that was deleted or banned.';
