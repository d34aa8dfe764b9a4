-- Returns the types, domains and difficulties available for practice. See private.get_question_facets.
create function public.get_question_facets()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_question_facets();
end
$$;
comment on function public.get_question_facets() is 'What there is to practise. See private.get_question_facets.';
revoke execute on function public.get_question_facets() from public, anon, authenticated;
grant execute on function public.get_question_facets() to authenticated;
