-- Sets when the caller gets e-mails about one kind of event: off, soon or daily; for reminder, off or soon, which needs a confirmed address and is
-- stored by its hash. Counts as a use of notice_preference. Returns all of them. Errors: not_authenticated, invalid_request, rate_limited.
create function reprise_private.set_notice_preference(p_kind text, p_pace text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email_sha256 text := reprise_private.sha256_hex(reprise_private.confirmed_email(v_user_id));
begin
  perform reprise_private.check_account(v_user_id);
  if p_kind is null or p_kind not in (
    'session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled', 'reminder'
  ) then
    perform reprise_private.invalid_request('kind', 'is unknown');
  elsif p_pace is null or p_pace not in ('off', 'soon', 'daily') or (p_kind = 'reminder' and p_pace = 'daily') then
    perform reprise_private.invalid_request('pace', 'must be off, soon or daily; for reminder, off or soon');
  elsif p_kind = 'reminder' and v_email_sha256 is null then
    perform reprise_private.invalid_request('kind', 'needs a confirmed e-mail address');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'notice_preference');
  if p_kind <> 'reminder' then
    insert into reprise_private.notice_preferences (user_id, kind, pace) values (v_user_id, p_kind, p_pace)
    on conflict (user_id, kind) do update set pace = excluded.pace;
  elsif p_pace = 'off' then
    insert into reprise_private.reminder_refusals (email_sha256) values (v_email_sha256) on conflict do nothing;
  else
    delete from reprise_private.reminder_refusals r where r.email_sha256 = v_email_sha256;
  end if;
  return reprise_private.notice_preferences_view(v_user_id);
end
$$;
comment on function reprise_private.set_notice_preference is 'Sets when the caller gets e-mails about one kind of event.';
