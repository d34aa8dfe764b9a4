-- Returns how a person is told about a kind of event by e-mail: off, soon or daily. Kinds that a person need not act on are off by default.
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
comment on function reprise_private.notice_pace is 'Returns how a person is told about a kind of event by e-mail.';
