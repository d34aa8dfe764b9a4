-- Counts one export of the caller, or refuses it. Called before anything is read, so that the limit also bounds the work of refused
-- exports; the RPC that reads the content checks access. Every call counts, including repeats, because each builds the file again. Returns
-- the caller's id.
-- Errors: not_authenticated (also with the token of an erased person), rate_limited.
create function reprise_private.take_export()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.take_rate_limit(v_user_id, 'export');
  return jsonb_build_object('user_id', v_user_id);
end
$$;
comment on function reprise_private.take_export is 'Counts one export of the caller, or refuses it.';
