-- Ends the transaction with a refusal that PostgREST returns as HTTP p_status: code in message, fields in details. If a code has several
-- meanings, the field `reason` names one; shared/catalogue.py has the sentence of each. For refusals that write nothing; use
-- reprise_private.refuse_and_commit for the others.
create function reprise_private.refuse_and_roll_back(p_status integer, p_code text, p_fields jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_code, detail = p_fields::text;
end
$$;
comment on function reprise_private.refuse_and_roll_back is 'Raises a refusal, which rolls the transaction back and sets the HTTP status.';
