-- Returns the lease object of the API; null without an active row.
create function reprise_private.lease_view(p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'client_id', p_active.client_id,
      'number', p_active.lease_number,
      'expires_at', reprise_private.rfc3339(p_active.lease_expires_at),
      'heartbeat_seconds', t.heartbeat_seconds,
      'draft_seconds', t.draft_seconds
    )
    from reprise_private.settings t
    where p_active.user_id is not null
  );
end
$$;
comment on function reprise_private.lease_view is 'Returns the lease object of the API.';
