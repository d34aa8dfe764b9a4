-- requested, or running with an expired claim → running, under a new token, for reprise_private.settings.evaluation_lease_seconds. Called by the
-- service role before it calls a model. Locks the row: one of several callers gets the claim, the others get "running". Returns the input
-- for the model.
create function reprise_private.claim_generation(p_generation_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_claimed reprise.prep_generations;
begin
  update reprise.prep_generations g
  set status = 'running', claim_token = gen_random_uuid(), claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
  from reprise_private.settings t
  where g.id = p_generation_id and (g.status = 'requested' or (g.status = 'running' and g.claimed_until <= now()))
  returning g.* into v_claimed;
  if not found then
    return '{"status": "running"}';
  end if;
  return (
    select jsonb_build_object(
      'status', 'claimed', 'token', v_claimed.claim_token, 'request', v_claimed.request,
      'workspace', jsonb_build_object('name', s.name, 'mode', s.mode, 'job_id', s.job_id),
      'known_questions', coalesce((
        select jsonb_agg(left(q.question, 300)) from (
          select e.value ->> 'question' as question from jsonb_each(s.document -> 'questions') e
          where v_claimed.request ->> 'kind' = 'questions' and jsonb_typeof(e.value -> 'question') = 'string'
          limit 40
        ) q
      ), '[]')
    )
    from reprise.prep_sessions s where s.id = v_claimed.prep_session_id
  );
end
$$;
comment on function reprise_private.claim_generation is 'Claims a generation for one call to a model.';
