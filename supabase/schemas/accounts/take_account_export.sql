-- Begins an export of everything about the caller: counts it, and returns the account and the names of the sections, which
-- reprise_private.list_account_rows pages. Pages are limited on their own (account_page).
-- Errors: not_authenticated, rate_limited.
create function reprise_private.take_account_export()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_view jsonb := reprise_private.account_view(v_user_id);
begin
  perform reprise_private.take_rate_limit(v_user_id, 'account_export');
  return jsonb_build_object(
    'exported_at', v_view -> 'server_time', 'deletion', v_view -> 'deletion',
    'account', (v_view -> 'account') || (
      select jsonb_build_object('metadata', u.raw_user_meta_data, 'created_at', reprise_private.rfc3339(u.created_at))
      from auth.users u where u.id = v_user_id
    ),
    'sections', array[
      'sessions', 'questions', 'messages', 'late_messages', 'events', 'prep_sessions', 'prep_generations', 'prep_shares',
      'practice_templates', 'memberships', 'invitations', 'received_invitations',
      'sent_invitations', 'accommodations', 'rate_limit_uses', 'stored_bytes', 'model_tokens'
    ]
  );
end
$$;
comment on function reprise_private.take_account_export is 'Begins an export of everything about the caller.';
