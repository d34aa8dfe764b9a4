-- Refuses the write of a published interview if it could not be published as it is now. Locks the interview and then its questions (or
-- p_question_ids, if only these were written), in the order of ids: a concurrent change of the list, a question or a key either has
-- committed and is seen here, or waits, sees the published interview, and is checked itself (check_published_list, check_published_question).
-- Public questions are not locked: all organizations share them, and only the operator changes them.
-- Errors: not_publishable (with interview_id and faults).
create function reprise_private.refuse_unpublishable(p_interview_id uuid, p_question_ids uuid[] default null)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_faults jsonb;
begin
  perform from reprise.interviews i where i.id = p_interview_id for no key update;
  perform from reprise.questions q
  where q.id = any (coalesce(
    p_question_ids, array(select iq.question_id from reprise.interview_questions iq where iq.interview_id = p_interview_id)
  )) and q.organization_id is not null
  order by q.id for no key update;
  v_faults := reprise_private.publishing_faults(p_interview_id, p_question_ids);
  if v_faults <> '[]' then
    perform reprise_private.refuse_and_roll_back(
      422, 'not_publishable', jsonb_build_object('interview_id', p_interview_id, 'faults', v_faults)
    );
  end if;
end
$$;
comment on function reprise_private.refuse_unpublishable is 'Refuses the write of a published interview that could not be published.';
