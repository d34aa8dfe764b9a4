-- Templates of prep sessions. See private.list_prep_templates.
create function public.list_prep_templates()
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_prep_templates()
$$;
comment on function public.list_prep_templates() is 'Templates of prep sessions. See private.list_prep_templates.';
revoke execute on function public.list_prep_templates() from public, anon, authenticated;
grant execute on function public.list_prep_templates() to authenticated;
