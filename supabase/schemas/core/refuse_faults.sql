-- Refuses a row or a call with 422 invalid_request, all its faults and their places. Does nothing without faults. The hint repeats the
-- first fault for authors who write rows in the dashboard; every other refusal has no hint.
-- p_faults: [{"loc": ["options", 1, "text"], "msg": "…"}, …] or null.
create function reprise_private.refuse_faults(p_faults jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if jsonb_array_length(p_faults) > 0 then
    raise exception using
      errcode = 'PT422', message = 'invalid_request', detail = jsonb_build_object('errors', p_faults)::text,
      hint = reprise_private.place(p_faults -> 0 -> 'loc') || ': ' || (p_faults -> 0 ->> 'msg');
  end if;
end
$$;
comment on function reprise_private.refuse_faults is 'Refuses a row with the faults found in it.';
