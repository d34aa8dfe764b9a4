-- Returns the caller's e-mail preferences: off, soon or daily for each kind of event. Reads only. Errors: not_authenticated.
create function reprise_private.get_notice_preferences()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return reprise_private.notice_preferences_view(reprise_private.caller_id());
end
$$;
comment on function reprise_private.get_notice_preferences is 'Returns the caller''s e-mail preferences.';
