-- Replaces a reservation by what the call really used.
create function private.settle_tokens(p_reserved integer, p_used integer)
returns jsonb
language sql security definer set search_path = ''
as $$
  update public.model_spending s set tokens = greatest(s.tokens - greatest(p_reserved, 0) + greatest(p_used, 0), 0)
  where s.day = (now() at time zone 'UTC')::date;
  select '{}'::jsonb
$$;
comment on function private.settle_tokens(integer, integer) is 'Settles a reservation of tokens.';
revoke execute on function private.settle_tokens(integer, integer) from public, anon, authenticated;
grant execute on function private.settle_tokens(integer, integer) to service_role;
