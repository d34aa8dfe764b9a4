-- Trigger, before each change of a document: measures it and counts the difference for its user. A template's copy and generated content count
-- like typed text. Refuses nothing: what a user saves is checked by its function, and generated content that was paid for is stored.
create function reprise_private.count_document()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_before integer := 0;
begin
  if tg_op = 'DELETE' then
    perform reprise_private.count_stored_bytes(old.user_id, -old.bytes);
    return old;
  elsif tg_op = 'UPDATE' then
    v_before := old.bytes;
  end if;
  new.bytes := octet_length(new.document::text);
  perform reprise_private.count_stored_bytes(new.user_id, new.bytes - v_before);
  return new;
end
$$;
comment on function reprise_private.count_document is 'Trigger: measures a document and counts it for its user.';
