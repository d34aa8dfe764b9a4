-- Returns generated content as the owner of the prep session gets it. version is the document's; in_document says whether all its entries
-- are still in the document, from which the owner may have removed some.
create function reprise_private.generation_view(p_generation reprise.prep_generations, p_session reprise.prep_sessions, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'generation_id', p_generation.id, 'kind', p_generation.request ->> 'kind', 'request', p_generation.request,
      'content', p_generation.content, 'model', p_generation.model, 'prompt_version', p_generation.prompt_version,
      'generated_at', reprise_private.rfc3339(p_generation.finished_at), 'version', p_session.version,
      'in_document', not exists (
        select from jsonb_each(p_generation.content) part, jsonb_object_keys(part.value) entry
        where (p_session.document -> part.key) ? entry is not true
      ),
      'replayed', p_replayed,
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
  );
end
$$;
comment on function reprise_private.generation_view is 'Returns generated content as the owner of the prep session gets it.';
