-- Merges generated content into the document, version n → n + 1, once: entries that the owner removes afterwards stay removed. The caller
-- holds the user's lock. If the document has no room, the content remains stored and the next request for it tries again: returns
-- {"problem": payload_too_large}, which must commit.
create function reprise_private.merge_generation(p_generation reprise.prep_generations, p_replayed boolean)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.prep_sessions;
begin
  select * into v_session from reprise.prep_sessions s where s.id = p_generation.prep_session_id;
  if not p_generation.merged then
    v_session.document := reprise_private.apply_merge_patch(v_session.document, p_generation.content);
    if not reprise_private.prep_document_fits(v_session.document) then
      return reprise_private.refuse_and_commit(413, 'payload_too_large', '{"reason": "generation"}');
    end if;
    update reprise.prep_generations g set merged = true where g.id = p_generation.id;
    update reprise.prep_sessions s
    set document = v_session.document, version = s.version + 1, updated_at = now()
    where s.id = v_session.id
    returning * into v_session;
  end if;
  return jsonb_build_object(
    'status', 'stored', 'generation', reprise_private.generation_view(p_generation, v_session, p_replayed)
  );
end
$$;
comment on function reprise_private.merge_generation is 'Merges generated content into the document, once.';
