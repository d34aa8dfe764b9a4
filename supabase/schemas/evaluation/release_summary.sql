-- running → grading as if it had not been claimed: the attempt does not count. Current token only. Called by a grader (service role) that
-- has run out of time or budget; or, with p_wait_seconds (at most a day) and p_error, after a fault that would have hit any job: the job is
-- due later and stores the error.
create function reprise_private.release_summary(p_session_id uuid, p_token uuid, p_wait_seconds numeric, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise.session_results r
  set status = 'grading', attempts = r.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case
      when p_wait_seconds > 0 then now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision) else r.due_at
    end,
    error = coalesce(left(p_error, 1000), r.error)
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.release_summary is 'Releases a claimed summary without counting the attempt.';
