-- Returns p_count distinct random numbers from 1 to p_size, or all of them if there are fewer. Every set is equally likely (Floyd's
-- algorithm), but the order is not random. Takes p_count steps, whatever p_size is.
create function reprise_private.draw_numbers(p_size bigint, p_count integer)
returns bigint[]
language plpgsql volatile set search_path = ''
as $$
declare
  v_drawn bigint[] := '{}';
  v_number bigint;
begin
  for v_last in greatest(p_size - p_count, 0) + 1 .. p_size loop
    v_number := random(1, v_last);
    v_drawn := v_drawn || case when v_number = any (v_drawn) then v_last else v_number end;
  end loop;
  return v_drawn;
end
$$;
comment on function reprise_private.draw_numbers is 'Returns distinct random numbers from 1 to a size.';
