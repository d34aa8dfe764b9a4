-- Trigger: refuses to publish an interview through the Data API, or to change the mode or the instructions of a published one, unless it can
-- be published. On interviews and interview_instructions, after the row is written. Only for the Data API: publish_interview checks itself, and
-- an operator in SQL may write the rows of an interview in any order. Errors: not_publishable.
create function reprise_private.check_published_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_interview_id uuid := coalesce(v_row -> 'interview_id', v_row -> 'id') #>> '{}';
begin
  perform from reprise.interviews i where i.id = v_interview_id for no key update;
  if exists (
    select from reprise.interviews i
    where i.id = v_interview_id and i.status = 'published' and (tg_table_name = 'interviews' or i.mode = 'conversation')
  ) then
    perform reprise_private.refuse_unpublishable(v_interview_id);
  end if;
  return null;
end
$$;
comment on function reprise_private.check_published_interview is 'Trigger: refuses to publish an interview that has faults.';
