-- running → queued as if it had not been claimed: the attempt is given back. For a grader that has run out of time or budget; or, with
-- p_wait_seconds (a day at most) and p_error, for a fault that would have met any job: it is due later, and the row says why.
-- Current token only.
create function private.release_evaluation(p_answer_id uuid, p_token uuid, p_wait_seconds numeric, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case
      when p_wait_seconds > 0 then now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision) else e.due_at
    end,
    error = coalesce(left(p_error, 1000), e.error)
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_evaluation(uuid, uuid, numeric, text) is 'Gives a claimed evaluation back.';
revoke execute on function private.release_evaluation(uuid, uuid, numeric, text) from public, anon, authenticated;
grant execute on function private.release_evaluation(uuid, uuid, numeric, text) to service_role;
