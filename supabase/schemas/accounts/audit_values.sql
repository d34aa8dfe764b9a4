-- Returns a row's column values as the audit trail stores them: without the columns that identify the row or a person, and in a row of over
-- 2 KB with the beginning, size and SHA-256 of any value larger than 2 KB, so that an event stays small and still proves which text it was.
create function reprise_private.audit_values(p_row jsonb)
returns jsonb
language plpgsql stable strict set search_path = ''
as $$
declare
  v_row jsonb := p_row - '{id,organization_id,user_id,email,created_at}'::text[];
begin
  if octet_length(v_row::text) <= 2048 then
    return v_row;
  end if;
  return (
    select jsonb_object_agg(v.key, case
      when v.value is null or octet_length(v.value) <= 2048 then v_row -> v.key
      else jsonb_build_object('cut', left(v.value, 500), 'bytes', octet_length(v.value), 'sha256', reprise_private.sha256_hex(v.value))
    end)
    from jsonb_each_text(v_row) v
  );
end
$$;
comment on function reprise_private.audit_values is 'Returns a row''s column values as the audit trail stores them.';
