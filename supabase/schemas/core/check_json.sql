-- Refuses JSON that is small to send but expensive to process: 1e131071 has 8 bytes, and Postgres writes it in 131 KB. Checks the stored
-- size first, then the depth, the number of values and the numbers, before anything converts the value to text. Accepts only numbers that
-- fit into a double, as every JSON client reads them. The scale is checked as well, because of 0e-16383. Linear in the stored size.
-- Errors: payload_too_large (over 2 MiB), invalid_request.
create function reprise_private.check_json(p_argument text, p_json jsonb, p_levels integer, p_values integer)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if pg_column_size(p_json) > 2097152 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "prep_session"}');
  elsif jsonb_path_exists(p_json, ('$.**{' || p_levels || '}')::jsonpath) then
    perform reprise_private.invalid_request(p_argument, 'is nested too deeply');
  elsif reprise_private.json_values(p_json) > p_values then
    perform reprise_private.invalid_request(p_argument, 'has more than ' || p_values || ' values: send it in parts');
  elsif exists (
    select from jsonb_array_elements(jsonb_path_query_array(p_json, 'strict $.** ? (@.type() == "number")')) n
    where abs(n::numeric) > 1.7976931348623157e308 or scale(n::numeric) > 400
  ) then
    perform reprise_private.invalid_request(p_argument, 'holds a number that is not a finite double');
  end if;
end
$$;
comment on function reprise_private.check_json is 'Refuses JSON that is expensive to write as text.';
