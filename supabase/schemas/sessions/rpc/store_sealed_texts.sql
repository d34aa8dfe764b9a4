-- Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.
create function reprise.store_sealed_texts(
  session_id uuid, positions integer[], texts text[], client_submitted_at timestamptz[]
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.store_sealed_texts(session_id, positions, texts, client_submitted_at);
end
$$;
comment on function reprise.store_sealed_texts is 'Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.';
