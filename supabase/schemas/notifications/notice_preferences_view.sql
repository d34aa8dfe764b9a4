-- Returns a person's e-mail preferences: off, soon or daily for each kind of event, and off or soon for reminders to their confirmed address.
create function reprise_private.notice_preferences_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('preferences', (
    select jsonb_object_agg(k.kind, reprise_private.notice_pace(p_user_id, k.kind))
    from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k (kind)
  ) || jsonb_build_object('reminder', case when exists (
    select from reprise_private.reminder_refusals r where r.email_sha256 = reprise_private.sha256_hex(reprise_private.confirmed_email(p_user_id))
  ) then 'off' else 'soon' end), 'server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.notice_preferences_view is 'Returns a person''s e-mail preferences.';
