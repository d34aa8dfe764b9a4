-- Returns the number of values in a JSON value: every member, element and scalar at any depth, and the value itself. Linear in the size.
-- Collects into one array because jsonb_path_query, for each row it returns, moves all the results that are left.
create function reprise_private.json_values(p_json jsonb)
returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_array_length(jsonb_path_query_array(p_json, 'strict $.**.type()'));
end
$$;
comment on function reprise_private.json_values is 'Returns the number of values in a JSON value.';
