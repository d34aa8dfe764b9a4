-- Returns the events of an organization that become notices of a member, after one seq and up to another, in order: those of other people, not about
-- the member's own session; webhook.disabled only for owners; decision.made of a blind review only after the member's own scorecard. Empty for a
-- person who is no member any more. Stops at p_limit.
create function reprise_private.events_for_member(p_organization_id uuid, p_user_id uuid, p_after bigint, p_until bigint, p_limit integer)
returns setof reprise_private.organization_events
language sql stable set search_path = ''
as $$
  select e.*
  from reprise.organization_members m
  join reprise_private.organization_events e on e.organization_id = m.organization_id
  left join reprise.interview_sessions s on s.id = e.session_id
  where m.organization_id = p_organization_id and m.user_id = p_user_id and e.seq > p_after and e.seq <= p_until
    and e.kind in ('session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled')
    and e.actor is distinct from p_user_id and s.user_id is distinct from p_user_id
    and (e.kind <> 'webhook.disabled' or m.role = 'owner')
    and (
      e.kind <> 'decision.made' or exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = p_user_id)
      or not exists (select from reprise.review_rules r where r.interview_id = s.interview_id and r.blind)
    )
  order by e.seq
  limit p_limit
$$;
comment on function reprise_private.events_for_member is 'Returns the events that become notices of a member.';
