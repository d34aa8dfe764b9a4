-- Refuses the texts of a sealed file unless they are a list of 1 to 100 objects with position, text (1 to 65,536 bytes) and, if it is there,
-- client_submitted_at in the years that RFC 3339 can write. The functions check the same in shared/sealing; this is for callers of the Data
-- API. Reads only.
-- Errors: invalid_request, payload_too_large.
create function reprise_private.check_sealed_texts(p_texts jsonb)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_text jsonb;
begin
  if jsonb_typeof(p_texts) is distinct from 'array' or jsonb_array_length(p_texts) not between 1 and 100 then
    perform reprise_private.invalid_request('texts', 'must be a list of 1 to 100 texts');
  end if;
  for v_text in select e from jsonb_array_elements(p_texts) e loop
    if jsonb_typeof(v_text -> 'position') is distinct from 'number' or v_text ->> 'position' !~ '^[0-9]{1,3}$' then
      perform reprise_private.invalid_request('texts', 'has a text without a position from 0 to 999');
    elsif jsonb_typeof(v_text -> 'text') is distinct from 'string' or v_text ->> 'text' = '' then
      perform reprise_private.invalid_request('texts', 'has an entry without a text');
    elsif not coalesce(jsonb_typeof(v_text -> 'client_submitted_at') in ('string', 'null'), true)
      or (v_text ->> 'client_submitted_at')::timestamptz not between '0001-01-01 00:00Z' and '9999-12-31 23:59Z'
    then
      perform reprise_private.invalid_request('texts', 'has a client_submitted_at that is no time, or out of range');
    end if;
    perform reprise_private.check_text(v_text ->> 'text');
  end loop;
end
$$;
comment on function reprise_private.check_sealed_texts is 'Refuses texts of a sealed file that cannot be stored.';
