-- running → grading as if it had not been claimed: the attempt is given back.
create function private.release_summary(p_session_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = r.attempts - 1, claim_token = null, claimed_until = null
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_summary(uuid, uuid) is 'Gives a claimed summary back.';
revoke execute on function private.release_summary(uuid, uuid) from public, anon, authenticated;
grant execute on function private.release_summary(uuid, uuid) to service_role;
