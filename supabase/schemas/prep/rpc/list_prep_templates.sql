-- Returns the templates of prep sessions. See reprise_private.list_prep_templates.
create function reprise.list_prep_templates()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_templates();
end
$$;
comment on function reprise.list_prep_templates is 'Returns the templates of prep sessions. See reprise_private.list_prep_templates.';
