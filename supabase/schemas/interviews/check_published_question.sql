-- Trigger: refuses a change to a question or a key after which a published interview that asks it could not be published. On questions and
-- question_keys, after the row is written. Locks the question, not the interviews: a concurrent publish locks it too, so one of the two sees the
-- other (refuse_unpublishable). Faults of a question are the same in every interview, so one is enough; if the question takes
-- longer, it is one that takes too long, if there is one. Only for the Data API, like check_published_interview. Errors: not_publishable.
create function reprise_private.check_published_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
  v_question_id uuid := coalesce(v_row -> 'question_id', v_row -> 'id') #>> '{}';
  v_longer boolean := (v_row ->> 'time_limit_seconds')::integer > (to_jsonb(old) ->> 'time_limit_seconds')::integer;
  v_interview_id uuid;
  v_faults jsonb;
begin
  perform from reprise.questions q where q.id = v_question_id for share;
  if not found then
    return null;
  end if;
  select i.id into v_interview_id
  from reprise.interview_questions iq
  join reprise.interviews i on i.id = iq.interview_id
  where iq.question_id = v_question_id and i.status = 'published' and i.mode = 'timed'
  order by coalesce(v_longer, false) and (
    select sum(q.time_limit_seconds) > 2592000
    from reprise.interview_questions o join reprise.questions q on q.id = o.question_id where o.interview_id = i.id
  ) desc
  limit 1;
  if not found then
    return null;
  end if;
  v_faults := reprise_private.publishing_faults(v_interview_id, array[v_question_id]);
  if v_faults <> '[]' then
    perform reprise_private.refuse_and_roll_back(
      422, 'not_publishable', jsonb_build_object('interview_id', v_interview_id, 'faults', v_faults)
    );
  end if;
  return null;
end
$$;
comment on function reprise_private.check_published_question is
  'Trigger: refuses a change to a question or a key with which a published interview has faults.';
