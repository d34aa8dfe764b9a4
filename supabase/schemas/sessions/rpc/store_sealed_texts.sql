-- Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.
create function reprise.store_sealed_texts(session_id uuid, texts jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.store_sealed_texts(
    session_id, case jsonb_typeof(texts) when 'string' then (texts #>> '{}')::jsonb else texts end
  );
end
$$;
comment on function reprise.store_sealed_texts is 'Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.';
