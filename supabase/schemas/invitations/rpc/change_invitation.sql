-- Resends, extends, changes or revokes an invitation. See reprise_private.change_invitation.
create function reprise.change_invitation(
  invitation_id uuid, action text, expires_at timestamptz default null, terms jsonb default null, send boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.change_invitation(
    invitation_id, action, expires_at, case jsonb_typeof(terms) when 'string' then (terms #>> '{}')::jsonb else terms end, send
  );
end
$$;
comment on function reprise.change_invitation is 'Resends, extends, changes or revokes an invitation. See reprise_private.change_invitation.';
