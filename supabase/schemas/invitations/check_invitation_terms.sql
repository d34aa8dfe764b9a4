-- Refuses terms of an invitation that are out of range, and a note that nobody could show: at most 1,000 characters, without control characters
-- other than line ends and tabs, and without characters that change the direction of a line. Errors: invalid_request.
create function reprise_private.check_invitation_terms(
  p_extra_time_percent integer, p_attempts_allowed integer, p_expires_at timestamptz, p_note text
)
returns void
language plpgsql stable set search_path = ''
as $$
begin
  if p_extra_time_percent is null or p_extra_time_percent not between 0 and 400 then
    perform reprise_private.invalid_request('extra_time_percent', 'must be between 0 and 400');
  elsif p_attempts_allowed not between 1 and 100 then
    perform reprise_private.invalid_request('attempts_allowed', 'must be between 1 and 100, or null for no limit');
  elsif p_expires_at not between now() and now() + interval '366 days' then
    perform reprise_private.invalid_request('expires_at', 'must be in the future, at most a year ahead');
  elsif char_length(p_note) > 1000 then
    perform reprise_private.invalid_request('note', 'must be at most 1000 characters');
  elsif p_note ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]' then
    perform reprise_private.invalid_request('note', 'must not contain control characters or direction marks');
  end if;
end
$$;
comment on function reprise_private.check_invitation_terms is 'Refuses terms of an invitation that are out of range.';
