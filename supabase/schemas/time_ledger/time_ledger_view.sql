-- Returns the time ledger of a session for members of its organization: every row, oldest first, revoked ones too, with who gave it.
create function reprise_private.time_ledger_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', c.id, 'position', c.position, 'kind', c.kind, 'percent', c.percent, 'seconds', trim_scale(c.seconds),
      'reason', c.reason, 'actor', c.actor, 'at', reprise_private.rfc3339(c.created_at), 'outage_id', c.outage_id,
      'revoked_at', reprise_private.rfc3339(c.revoked_at), 'revoked_by', c.revoked_by, 'revoke_reason', c.revoke_reason,
      'revoked_seconds', trim_scale(c.revoked_seconds)
    ) order by c.created_at, c.id)
    from reprise.time_credits c
    where c.session_id = p_session_id
  ), '[]');
end
$$;
comment on function reprise_private.time_ledger_view is 'Returns the time ledger of a session for members of its organization.';
