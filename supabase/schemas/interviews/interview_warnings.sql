-- Returns what is wrong with an interview although it can be taken: questions that anybody can practise beforehand, because they are in the
-- public bank (public_question), or have the prompt of a question there or, as a copy, its options or its prompt but for white space
-- (copied_question). In the order of positions; an empty array if there is nothing, or if the interview is not of the caller's organizations
-- (any more). Reads only.
create function reprise_private.interview_warnings(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'code', case when q.organization_id is null then 'public_question' else 'copied_question' end,
      'position', p.position,
      'question_id', q.id
    ) order by p.position)
    from reprise.interviews i
    join reprise.interview_questions p on p.interview_id = i.id
    join reprise.questions q on q.id = p.question_id
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller())
      and (q.organization_id is null or exists (
        select from reprise.questions o where o.organization_id is null and md5(o.prompt) = md5(q.prompt) and o.prompt = q.prompt
      ) or exists (
        select from reprise.questions o where o.id = q.copied_from and o.organization_id is null
          and (o.options = q.options or translate(o.prompt, E' \t\r\n', '') = translate(q.prompt, E' \t\r\n', ''))
      ))
  ), '[]');
end
$$;
comment on function reprise_private.interview_warnings is 'Returns the questions of an interview that anybody can practise beforehand.';
