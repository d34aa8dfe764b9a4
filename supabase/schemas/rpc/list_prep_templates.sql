-- Returns the templates of prep sessions. See private.list_prep_templates.
create function public.list_prep_templates()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_templates();
end
$$;
comment on function public.list_prep_templates() is 'Templates of prep sessions. See private.list_prep_templates.';
revoke execute on function public.list_prep_templates() from public, anon, authenticated;
grant execute on function public.list_prep_templates() to authenticated;
