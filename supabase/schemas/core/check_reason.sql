-- Refuses an action of a member without a reason, or with one of more than 2,000 characters. Errors: invalid_request.
create function reprise_private.check_reason(p_reason text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform reprise_private.invalid_request('reason', 'is required, at most 2000 characters');
  end if;
end
$$;
comment on function reprise_private.check_reason is 'Refuses an action without a reason.';
