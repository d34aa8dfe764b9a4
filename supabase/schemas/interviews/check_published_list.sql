-- Trigger: refuses a change to the list of questions of a published interview after which it could not be published: the last question taken
-- out, one added twice, or one that has faults. Once a statement, which may change many rows. Locks each interview whose list changes, also
-- drafts: a concurrent publish waits, or is waited for. Only for the Data API, like check_published_interview. Errors: not_publishable.
create function reprise_private.check_published_list()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_interview_id uuid;
  v_interview_ids uuid[];
  v_question_ids uuid[] := '{}';
begin
  if tg_op = 'DELETE' then
    v_interview_ids := array(select distinct r.interview_id from old_rows r order by 1);
  else
    v_interview_ids := array(select distinct r.interview_id from new_rows r order by 1);
    v_question_ids := array(select distinct r.question_id from new_rows r);
  end if;
  foreach v_interview_id in array v_interview_ids loop
    perform from reprise.interviews i where i.id = v_interview_id for no key update;
    if exists (select from reprise.interviews i where i.id = v_interview_id and i.status = 'published') then
      perform reprise_private.refuse_unpublishable(v_interview_id, v_question_ids);
    end if;
  end loop;
  return null;
end
$$;
comment on function reprise_private.check_published_list is 'Trigger: refuses a list of questions with which a published interview has faults.';
