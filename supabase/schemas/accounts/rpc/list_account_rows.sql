-- Returns one page of a section of the caller's data. See reprise_private.list_account_rows.
create function reprise.list_account_rows(section text, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.list_account_rows(section, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;
comment on function reprise.list_account_rows is 'Returns one page of a section of the caller''s data. See reprise_private.list_account_rows.';
