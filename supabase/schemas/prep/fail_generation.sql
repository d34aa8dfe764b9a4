-- running → deleted, or done with the previous content. Called by the service role with the current token; any other token changes nothing.
-- Locks the user. p_give_back returns the use to the day's quota if the model was not reached and nothing was spent.
create function reprise_private.fail_generation(p_generation_id uuid, p_token uuid, p_give_back boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid;
  v_failed reprise.prep_generations;
begin
  select s.user_id into v_user_id from reprise.prep_generations g join reprise.prep_sessions s on s.id = g.prep_session_id
  where g.id = p_generation_id;
  perform reprise_private.lock_candidate(v_user_id);
  select * into v_failed from reprise.prep_generations g
  where g.id = p_generation_id and g.status = 'running' and g.claim_token = p_token for update;
  if not found then
    return '{"accepted": false}';
  elsif v_failed.content is null then
    delete from reprise.prep_generations g where g.id = v_failed.id;
  else
    update reprise.prep_generations g set status = 'done', claim_token = null, claimed_until = null, request_id = null
    where g.id = v_failed.id;
  end if;
  if p_give_back then
    update reprise_private.rate_limit_uses u set used = u.used - 1
    where u.user_id = v_user_id and u.action = 'generate' and u.used > 0 and u.window_started_at <= v_failed.requested_at;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function reprise_private.fail_generation is 'Ends the claim of a generation without content.';
