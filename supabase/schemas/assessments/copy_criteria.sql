-- Copies the criteria that apply now into a conversation: at its start, so that later edits do not change how it is assessed, and when its
-- interview is regraded. Returns whether the copy is new or differs from the one before. The caller holds the candidate's lock.
create function reprise_private.copy_criteria(p_session reprise.interview_sessions)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.conversation_criteria as c (session_id, criteria)
  select p_session.id, n.criteria
  from (select reprise_private.current_criteria(p_session) as criteria) n
  where n.criteria is not null
  on conflict (session_id) do update set criteria = excluded.criteria where c.criteria <> excluded.criteria;
  return found;
end
$$;
comment on function reprise_private.copy_criteria is 'Copies the criteria that apply now into a conversation.';
