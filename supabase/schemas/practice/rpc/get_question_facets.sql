-- Returns the types, domains and difficulties available for practice. See reprise_private.get_question_facets.
create function reprise.get_question_facets()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_question_facets();
end
$$;
comment on function reprise.get_question_facets is
  'Returns the types, domains and difficulties available for practice. See reprise_private.get_question_facets.';
