-- Refuses the write of a question or its key if a published interview of its organization that asks it could not be published as it is now.
-- Locks the question, not the interviews: a concurrent publish locks it too, so one of the two sees the other (refuse_unpublishable). Faults
-- of a question are the same in every interview, so one is enough; if the question takes longer (p_longer), it is one that takes too long, if
-- there is one. Errors: not_publishable.
create function reprise_private.refuse_unpublishable_question(p_question_id uuid, p_longer boolean)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_interview_id uuid;
  v_faults jsonb;
begin
  perform from reprise.questions q where q.id = p_question_id for share;
  if not found then
    return;
  end if;
  select i.id into v_interview_id
  from reprise.interview_questions iq
  join reprise.interviews i on i.id = iq.interview_id
  join reprise.questions q on q.id = iq.question_id and q.organization_id = i.organization_id
  where iq.question_id = p_question_id and i.status = 'published' and i.mode = 'timed'
  order by p_longer and (select t.total_seconds > 2592000 from reprise_private.interview_totals(i.id) t) desc
  limit 1;
  if not found then
    return;
  end if;
  v_faults := reprise_private.publishing_faults(v_interview_id, array[p_question_id]);
  if v_faults <> '[]' then
    perform reprise_private.refuse_and_roll_back(
      422, 'not_publishable', jsonb_build_object('interview_id', v_interview_id, 'faults', v_faults)
    );
  end if;
end
$$;
comment on function reprise_private.refuse_unpublishable_question is
  'Refuses the write of a question with which a published interview has faults.';
