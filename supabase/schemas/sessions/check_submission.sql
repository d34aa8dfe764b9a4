-- Refuses arguments of a submit that are invalid in every state. Errors: invalid_request, payload_too_large.
create function reprise_private.check_submission(p_position integer, p_answer text, p_lease integer, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_position is null or p_position < 0 then
    perform reprise_private.invalid_request('position', 'must be 0 or more');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif p_answer is null or (p_answer = '' and not p_time_expired) then
    perform reprise_private.invalid_request('answer', 'may be empty only when the time has expired');
  end if;
  perform reprise_private.check_text(p_answer);
end
$$;
comment on function reprise_private.check_submission is 'Validates the arguments of a submit.';
