-- Claims the reply to a candidate's message and returns the context for writing it. Called by the service role, with ids that the database
-- returned. Locks the candidate. A conversation has one claim at a time, for reprise_private.settings.reply_lease_seconds; it covers all candidate
-- messages so far. The token is null if the reply exists, another process is writing it, or the session is over.
-- Each claim counts as one "reply" in the candidate's rate limit, because model calls cost money; a suspended account gets no claim.
-- Errors: session_not_found; not_authenticated and rate_limited (the message remains stored and pending).
create function reprise_private.claim_reply(p_session_id uuid, p_message_id uuid, p_context_tokens integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_message reprise.messages;
  v_claim reprise_private.reply_claims;
begin
  v_session := reprise_private.settle_session(reprise_private.lock_session(p_session_id));
  select * into v_message from reprise.messages m
  where m.session_id = v_session.id and m.message_id = p_message_id and m.role = 'candidate';
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  if reprise_private.reply_status(v_session, v_message.seq) = 'pending' then
    perform reprise_private.check_account(v_session.user_id);
    insert into reprise_private.reply_claims as c (session_id, token, claimed_until, up_to_seq)
    select v_session.id, gen_random_uuid(), now() + make_interval(secs => t.reply_lease_seconds), (
      select max(m.seq) from reprise.messages m where m.session_id = v_session.id and m.role = 'candidate'
    )
    from reprise_private.settings t
    on conflict (session_id) do update
    set token = excluded.token, claimed_until = excluded.claimed_until, up_to_seq = excluded.up_to_seq
    where c.claimed_until <= now()
    returning * into v_claim;
    if v_claim.token is not null then
      perform reprise_private.take_rate_limit(v_session.user_id, 'reply');
    end if;
  end if;
  return jsonb_build_object('token', v_claim.token, 'result', reprise_private.message_body(v_session, null, v_message))
    || case when v_claim.token is null then '{}' else reprise_private.reply_context(v_session, v_claim.up_to_seq, p_context_tokens) end;
end
$$;
comment on function reprise_private.claim_reply is 'Claims the reply to a candidate''s message and returns the context for writing it.';
