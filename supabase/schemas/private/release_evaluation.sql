-- running → queued as if it had not been claimed: the attempt is given back. For a grader that has run out of time or budget.
create function private.release_evaluation(p_answer_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_evaluation(uuid, uuid) is 'Gives a claimed evaluation back.';
revoke execute on function private.release_evaluation(uuid, uuid) from public, anon, authenticated;
grant execute on function private.release_evaluation(uuid, uuid) to service_role;
