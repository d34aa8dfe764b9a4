-- Ends the transaction with a refusal that PostgREST returns as HTTP p_status: code in message, extra fields in details, a sentence for
-- people in hint. For refusals that write nothing; use reprise_private.refuse_and_commit for the others.
create function reprise_private.refuse_and_roll_back(p_status integer, p_code text, p_sentence text, p_fields jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT' || p_status, message = p_code, detail = p_fields::text, hint = p_sentence;
end
$$;
comment on function reprise_private.refuse_and_roll_back is 'Raises a refusal that becomes an HTTP status and a problem document.';
