-- Returns whether a text is the answer to its question or one of its late texts, for whatever reason. Drafts that came late do not count: a
-- newer one replaces them. Reads only.
create function reprise_private.is_stored_text(p_session_id uuid, p_position integer, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return reprise_private.is_the_answer(p_session_id, p_position, p_text) or exists (
    select from reprise.late_answers k
    where k.session_id = p_session_id and k.position = p_position and k.sha256 = reprise_private.sha256_hex(p_text)
      and k.reason <> 'late_draft'
  );
end
$$;
comment on function reprise_private.is_stored_text is 'Returns whether a text is the answer to its question or one of its late texts.';
