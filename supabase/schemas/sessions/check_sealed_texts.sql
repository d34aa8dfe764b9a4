-- Refuses the texts of a sealed file unless they are 1 to 100 in three flat arrays of the same length, each text with one to 65,536 bytes and
-- each time, if there is one, in the years that RFC 3339 can write. The functions check the same in shared/sealing; this is for callers
-- of the Data API. Reads only.
-- Errors: invalid_request, payload_too_large.
create function reprise_private.check_sealed_texts(p_positions integer[], p_texts text[], p_client_submitted_at timestamptz[])
returns void
language plpgsql set search_path = ''
as $$
declare
  v_count integer := coalesce(cardinality(p_texts), 0);
begin
  if v_count not between 1 and 100 or array_ndims(p_texts) <> 1 or array_position(p_texts, null) is not null
    or array_position(p_texts, '') is not null
  then
    perform reprise_private.invalid_request('texts', 'must be a list of 1 to 100 texts');
  elsif cardinality(p_positions) is distinct from v_count or array_ndims(p_positions) <> 1 then
    perform reprise_private.invalid_request('positions', 'must have one position for each text');
  elsif cardinality(p_client_submitted_at) is distinct from v_count or array_ndims(p_client_submitted_at) <> 1 then
    perform reprise_private.invalid_request('client_submitted_at', 'must have one time, or null, for each text');
  elsif exists (
    select from unnest(p_client_submitted_at) t where t not between '0001-01-01 00:00Z' and '9999-12-31 23:59Z'
  ) then
    perform reprise_private.invalid_request('client_submitted_at', 'has a time that is out of range');
  end if;
  perform reprise_private.check_text(t) from unnest(p_texts) t;
end
$$;
comment on function reprise_private.check_sealed_texts is 'Refuses texts of a sealed file that cannot be stored.';
