-- Returns what the account endpoint returns: the caller's account and its pending deletion, null if there is none.
-- Errors: not_authenticated (the account was deleted).
create function reprise_private.account_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_name jsonb := reprise_private.candidate_name(p_user_id);
begin
  if v_name is null then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  end if;
  return jsonb_build_object(
    'account', v_name, 'deletion', reprise_private.deletion_view(p_user_id),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.account_view is 'Returns the caller''s account and its pending deletion.';
