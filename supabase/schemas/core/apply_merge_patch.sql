-- Applies a JSON merge patch (RFC 7396): null removes, objects merge member by member, everything else replaces. Linear: looks at each
-- member of either value once at each depth. Builds text, because jsonb_object_agg takes quadratic time for a value that is itself an object
-- of many members. Errors: invalid_request (the patch is nested deeper than p_depth objects).
create function reprise_private.apply_merge_patch(p_target jsonb, p_patch jsonb, p_depth integer default 16)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_patch) is distinct from 'object' then
    return p_patch;
  elsif p_depth < 1 then
    perform reprise_private.invalid_request('document', 'is nested too deeply');
  end if;
  return coalesce((
    select json_object_agg(coalesce(p.key, t.key), case
      when p.value is null then t.value
      when jsonb_typeof(p.value) = 'object' then reprise_private.apply_merge_patch(t.value, p.value, p_depth - 1)
      else p.value
    end)::jsonb
    from jsonb_each(case when jsonb_typeof(p_target) = 'object' then p_target end) t
    full join jsonb_each(p_patch) p on p.key = t.key
    where p.value is distinct from 'null'
  ), '{}');
end
$$;
comment on function reprise_private.apply_merge_patch is 'Applies a JSON merge patch (RFC 7396) to a JSON value.';
