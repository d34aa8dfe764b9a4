-- Claims the reply to a candidate's message and returns the context for writing it. Called by the service role, with ids that the database
-- returned. Locks the candidate. A conversation has one claim at a time, for private.settings.reply_lease_seconds; it covers all candidate
-- messages so far. The token is null if the reply exists, another process is writing it, or the session is over.
-- Each claim counts as one "reply" in the candidate's rate limit, because model calls cost money.
-- Errors: session_not_found, rate_limited (the message remains stored and pending).
create function private.claim_reply(p_session_id uuid, p_message_id uuid, p_context_tokens integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session public.interview_sessions := private.settle_session(private.locked_session(p_session_id));
  v_message public.messages;
  v_claim private.reply_claims;
begin
  select * into v_message from public.messages m
  where m.session_id = v_session.id and m.message_id = p_message_id and m.role = 'candidate';
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such message.');
  end if;
  if private.reply_status(v_session, v_message.seq) = 'pending' then
    insert into private.reply_claims as c (session_id, token, claimed_until, up_to_seq)
    select v_session.id, gen_random_uuid(), now() + make_interval(secs => t.reply_lease_seconds), (
      select max(m.seq) from public.messages m where m.session_id = v_session.id and m.role = 'candidate'
    )
    from private.settings t
    on conflict (session_id) do update
    set token = excluded.token, claimed_until = excluded.claimed_until, up_to_seq = excluded.up_to_seq
    where c.claimed_until <= now()
    returning * into v_claim;
    if v_claim.token is not null then
      perform private.take_rate_limit(v_session.user_id, 'reply');
    end if;
  end if;
  return jsonb_build_object('token', v_claim.token, 'result', private.message_result(v_session, null, v_message))
    || case when v_claim.token is null then '{}' else private.reply_context(v_session, v_claim.up_to_seq, p_context_tokens) end;
end
$$;
comment on function private.claim_reply(uuid, uuid, integer) is 'Claims the reply to a candidate''s message.';
revoke execute on function private.claim_reply(uuid, uuid, integer) from public, anon, authenticated;
grant execute on function private.claim_reply(uuid, uuid, integer) to service_role;
