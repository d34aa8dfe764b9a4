-- Returns the caller's e-mail preferences. See reprise_private.get_notice_preferences.
create function reprise.get_notice_preferences()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_notice_preferences();
end
$$;
comment on function reprise.get_notice_preferences is 'Returns the caller''s e-mail preferences. See reprise_private.get_notice_preferences.';
