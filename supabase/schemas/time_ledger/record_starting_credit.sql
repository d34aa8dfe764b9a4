-- Writes the extra time that a new session has from its start into the time ledger, with where it comes from: the accommodation if it gives
-- as much, else the invitation. Why somebody has an accommodation is not copied: reviewers would read it.
create function reprise_private.record_starting_credit(p_session reprise.interview_sessions)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_accommodated boolean := p_session.extra_time_percent
    = reprise_private.accommodation_extra_time(p_session.user_id, p_session.organization_id);
begin
  insert into reprise.time_credits (session_id, kind, percent, reason)
  select p_session.id, case when v_accommodated then 'accommodation' else 'extra_time' end, p_session.extra_time_percent,
    case when v_accommodated then 'Accommodation' else 'Extra time of the invitation' end
  where p_session.extra_time_percent > 0;
end
$$;
comment on function reprise_private.record_starting_credit is 'Writes the extra time of a new session into the time ledger.';
