-- What a model wrote for a workspace, as its owner gets it; `version` is that of the document that holds it.
create function private.generation_view(p_generation public.prep_generations, p_version integer, p_replayed boolean)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'generation_id', p_generation.id, 'kind', p_generation.request ->> 'kind', 'request', p_generation.request,
    'content', p_generation.content, 'model', p_generation.model, 'prompt_version', p_generation.prompt_version,
    'generated_at', private.rfc3339(p_generation.finished_at), 'version', p_version, 'replayed', p_replayed,
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.generation_view(public.prep_generations, integer, boolean) is 'Generated material of a prep session.';
revoke execute on function private.generation_view(public.prep_generations, integer, boolean) from public, anon, authenticated;
