-- Returns when a person gets e-mails about a kind of event: off, soon or daily. Kinds that need no action are off by default.
create function reprise_private.notice_pace(p_user_id uuid, p_kind text)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select p.pace from reprise_private.notice_preferences p where p.user_id = p_user_id and p.kind = p_kind),
    case p_kind when 'session.completed' then 'off' when 'webhook.disabled' then 'soon' else 'daily' end
  );
end
$$;
comment on function reprise_private.notice_pace is 'Returns when a person gets e-mails about a kind of event.';
