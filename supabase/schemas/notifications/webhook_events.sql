-- Returns the kinds of events that a webhook can get.
create function reprise_private.webhook_events()
returns text[]
language sql immutable set search_path = ''
as $$
  select array[
    'invitation.created', 'invitation.opened', 'invitation.accepted', 'invitation.revoked', 'session.started', 'session.completed',
    'evaluation.needs_review', 'result.ready', 'decision.made', 'member.joined', 'member.changed', 'member.removed', 'webhook.disabled'
  ]
$$;
comment on function reprise_private.webhook_events is 'Returns the kinds of events that a webhook can get.';
