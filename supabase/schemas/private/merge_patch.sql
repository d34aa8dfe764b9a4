-- A JSON merge patch (RFC 7396) applied to a value: null removes, objects are merged member by member, everything else replaces.
-- Errors: invalid_request for a patch that is nested deeper than p_depth objects.
create function private.merge_patch(p_target jsonb, p_patch jsonb, p_depth integer default 16)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  v_merged jsonb := case when jsonb_typeof(p_target) = 'object' then p_target else '{}' end;
begin
  if jsonb_typeof(p_patch) is distinct from 'object' then
    return p_patch;
  elsif p_depth < 1 then
    perform private.invalid_request('document', 'is nested too deeply');
  end if;
  return (v_merged - coalesce((select array_agg(m.key) from jsonb_each(p_patch) m where m.value = 'null'), '{}'))
    || coalesce((
      select jsonb_object_agg(m.key, private.merge_patch(v_merged -> m.key, m.value, p_depth - 1))
      from jsonb_each(p_patch) m where m.value <> 'null'
    ), '{}');
end
$$;
comment on function private.merge_patch(jsonb, jsonb, integer) is 'Applies a JSON merge patch (RFC 7396).';
revoke execute on function private.merge_patch(jsonb, jsonb, integer) from public, anon, authenticated;
