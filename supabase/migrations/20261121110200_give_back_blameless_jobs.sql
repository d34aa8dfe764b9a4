-- A model server that is down or a wrong key used up the attempts of jobs that had no fault: answers failed for good.

drop function public.release_evaluation(uuid, uuid);
drop function private.release_evaluation(uuid, uuid);
drop function public.release_summary(uuid, uuid);
drop function private.release_summary(uuid, uuid);

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

-- Gives a claimed evaluation back. See private.release_evaluation.
create function public.release_evaluation(answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_evaluation(answer_id, token, wait_seconds, error)
$$;
comment on function public.release_evaluation(uuid, uuid, numeric, text) is 'Gives a claimed evaluation back. See private.release_evaluation.';
revoke execute on function public.release_evaluation(uuid, uuid, numeric, text) from public, anon, authenticated;
grant execute on function public.release_evaluation(uuid, uuid, numeric, text) to service_role;

-- running → grading as if it had not been claimed: the attempt is given back. For a grader that has run out of time or budget; or, with
-- p_wait_seconds (a day at most) and p_error, for a fault that would have met any job: it is due later, and the row says why.
-- Current token only.
create function private.release_summary(p_session_id uuid, p_token uuid, p_wait_seconds numeric, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = r.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case
      when p_wait_seconds > 0 then now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision) else r.due_at
    end,
    error = coalesce(left(p_error, 1000), r.error)
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_summary(uuid, uuid, numeric, text) is 'Gives a claimed summary back.';
revoke execute on function private.release_summary(uuid, uuid, numeric, text) from public, anon, authenticated;
grant execute on function private.release_summary(uuid, uuid, numeric, text) to service_role;

-- Gives a claimed summary back. See private.release_summary.
create function public.release_summary(session_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_summary(session_id, token, wait_seconds, error)
$$;
comment on function public.release_summary(uuid, uuid, numeric, text) is 'Gives a claimed summary back. See private.release_summary.';
revoke execute on function public.release_summary(uuid, uuid, numeric, text) from public, anon, authenticated;
grant execute on function public.release_summary(uuid, uuid, numeric, text) to service_role;
