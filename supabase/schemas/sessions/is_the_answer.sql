-- Returns whether a text equals the stored answer of its question, so that there is nothing more to store.
create function reprise_private.is_the_answer(p_session_id uuid, p_position integer, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.answers a
      where a.session_id = p_session_id and a.position = p_position and a.sha256 = reprise_private.sha256_hex(p_text)
    )
  );
end
$$;
comment on function reprise_private.is_the_answer is 'Returns whether a text equals the stored answer of its question.';
