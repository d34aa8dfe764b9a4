-- Sets when the caller gets e-mails about one kind of event. See reprise_private.set_notice_preference.
create function reprise.set_notice_preference(kind text, pace text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.set_notice_preference(kind, pace);
end
$$;
comment on function reprise.set_notice_preference is
  'Sets when the caller gets e-mails about one kind of event. See reprise_private.set_notice_preference.';
