-- Replaces the id of a deleted account by the nil uuid where rows of others name it: as actor in events and audit events, as the person who
-- set a score, gave or revoked time, or uploaded a sealed file, and as the subject of audit events and events of organizations.
-- At most 500 rows of each table a call;
-- returns how many, 0 when none is left. Changes nothing of an account that exists.
create function reprise_private.forget_person(p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
declare
  v_nobody uuid := reprise_private.nobody();
  v_rows integer;
  v_total integer := 0;
begin
  if exists (select from auth.users u where u.id = p_user_id) then
    return 0;
  end if;
  update reprise.session_events e set actor = v_nobody
  where e.id in (select o.id from reprise.session_events o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.late_answers k set uploaded_by = v_nobody
  where k.id in (select o.id from reprise.late_answers o where o.uploaded_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluations e set overridden_by = v_nobody
  where e.answer_id in (select o.answer_id from reprise.evaluations o where o.overridden_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluation_history h set actor = v_nobody
  where h.id in (select o.id from reprise.evaluation_history o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.evaluation_history h set evaluation = h.evaluation || jsonb_build_object('overridden_by', v_nobody)
  where h.id in (select o.id from reprise.evaluation_history o where o.evaluation ->> 'overridden_by' = p_user_id::text limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.time_credits c set actor = v_nobody
  where c.id in (select o.id from reprise.time_credits o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.time_credits c set revoked_by = v_nobody
  where c.id in (select o.id from reprise.time_credits o where o.revoked_by = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise_private.organization_events e
  set actor = case when e.actor = p_user_id then v_nobody else e.actor end,
    about = case when e.about = p_user_id then v_nobody else e.about end,
    data = e.data - case when e.about = p_user_id then 'user_id' else '' end
  where e.number in (select o.number from reprise_private.organization_events o where o.actor = p_user_id or o.about = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.audit_events a set actor = v_nobody
  where a.id in (select o.id from reprise.audit_events o where o.actor = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  v_total := v_total + v_rows;
  update reprise.audit_events a set subject = v_nobody
  where a.id in (select o.id from reprise.audit_events o where o.subject = p_user_id limit 500);
  get diagnostics v_rows = row_count;
  return v_total + v_rows;
end
$$;
comment on function reprise_private.forget_person is 'Replaces the id of a deleted account where rows of others name it.';
