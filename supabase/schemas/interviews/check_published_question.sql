-- Trigger: refuses a change to a question or a key after which a published interview that asks it could not be published. On questions and
-- question_keys, after the row is written. Only for the Data API, like check_published_interview. See refuse_unpublishable_question.
-- Errors: not_publishable.
create function reprise_private.check_published_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_question_id uuid := coalesce(v_row -> 'question_id', v_row -> 'id') #>> '{}';
  v_longer boolean := (v_row ->> 'time_limit_seconds')::integer > (to_jsonb(old) ->> 'time_limit_seconds')::integer;
begin
  perform reprise_private.refuse_unpublishable_question(v_question_id, coalesce(v_longer, false));
  return null;
end
$$;
comment on function reprise_private.check_published_question is
  'Trigger: refuses a change to a question or a key with which a published interview has faults.';
