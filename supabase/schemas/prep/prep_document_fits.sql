-- Returns whether a document is small enough: 20,000 values, and 1 MiB as Postgres writes it. For documents whose numbers reprise_private.check_json
-- has checked. Counts the values first, because the count bounds the cost of writing the text.
create function reprise_private.prep_document_fits(p_document jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return case when reprise_private.json_values(p_document) <= 20000 then octet_length(p_document::text) <= 1048576 else false end;
end
$$;
comment on function reprise_private.prep_document_fits is 'Returns whether a document of a prep session is small enough.';
