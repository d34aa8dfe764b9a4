-- Merges generated content into the document, version n → n + 1, once: entries that the owner removes afterwards stay removed. The caller
-- holds the user's lock. If the document has no room, the content remains stored and the next request for it tries again: returns
-- {"problem": payload_too_large}, which must commit.
create function private.merge_generation(p_generation public.prep_generations, p_replayed boolean)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.prep_sessions;
begin
  select * into v_session from public.prep_sessions s where s.id = p_generation.prep_session_id;
  if not p_generation.merged then
    v_session.document := private.merge_patch(v_session.document, p_generation.content);
    if not private.prep_document_fits(v_session.document) then
      return private.problem(
        413, 'payload_too_large',
        'What was written is kept, but the prep session is full. Remove something and send the same request again.'
      );
    end if;
    update public.prep_generations g set merged = true where g.id = p_generation.id;
    update public.prep_sessions s
    set document = v_session.document, version = s.version + 1, updated_at = now()
    where s.id = v_session.id
    returning * into v_session;
  end if;
  return jsonb_build_object(
    'status', 'stored', 'generation', private.generation_view(p_generation, v_session, p_replayed)
  );
end
$$;
comment on function private.merge_generation(public.prep_generations, boolean) is 'Puts generated content into its document, once.';
revoke execute on function private.merge_generation(public.prep_generations, boolean) from public, anon, authenticated;
