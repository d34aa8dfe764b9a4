-- Validates the arguments of a list. Errors: invalid_request.
create function reprise_private.check_page(p_size integer, p_cursor text, p_status text, p_mode text)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if p_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor is not null and p_cursor !~ '^\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status is not null and p_status not in ('in_progress', 'completed', 'cancelled', 'abandoned') then
    perform reprise_private.invalid_request('status', 'must be in_progress, completed, cancelled or abandoned');
  elsif p_mode is not null and p_mode not in ('timed', 'practice', 'conversation') then
    perform reprise_private.invalid_request('mode', 'must be timed, practice or conversation');
  end if;
end
$$;
comment on function reprise_private.check_page is 'Validates the arguments of a list.';
