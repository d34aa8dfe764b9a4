-- Returns the invitation of a token, whatever its state; null if there is none.
create function reprise_private.find_invitation(p_token text)
returns reprise.invitations
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation
  from reprise_private.invitation_tokens t join reprise.invitations v on v.id = t.invitation_id
  where t.token_sha256 = reprise_private.sha256_hex(p_token);
  return v_invitation;
end
$$;
comment on function reprise_private.find_invitation is 'Returns the invitation of a token.';
