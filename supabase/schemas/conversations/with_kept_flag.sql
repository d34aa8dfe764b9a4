-- Adds `kept` to the refusal of a message. If the message was not stored, the reason tells so, because no other copy exists.
create function reprise_private.with_kept_flag(p_result jsonb, p_kept boolean)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_problem jsonb := (p_result -> 'problem') || jsonb_build_object('kept', p_kept) || case
    when p_kept then '{}'::jsonb else '{"reason": "message_not_kept"}'
  end;
begin
  return p_result || jsonb_build_object('problem', v_problem, 'details', (v_problem - 'status' - 'code')::text);
end
$$;
comment on function reprise_private.with_kept_flag is 'Adds to a refusal whether the message was stored.';
