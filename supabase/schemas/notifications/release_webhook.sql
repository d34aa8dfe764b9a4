-- Ends a claim before its minute is over, so that the next sender continues; the webhooks that wait longer come first. Called by the service role,
-- under the token of the claim. A repeat changes nothing.
create function reprise_private.release_webhook(p_webhook_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise_private.webhooks w set claim_token = null, claimed_until = null, due_at = greatest(w.due_at, clock_timestamp())
  where w.id = p_webhook_id and w.claim_token = p_claim_token;
  return '{}';
end
$$;
comment on function reprise_private.release_webhook is 'Ends the claim of a webhook.';
