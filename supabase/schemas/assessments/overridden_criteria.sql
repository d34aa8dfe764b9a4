-- Returns a person's scores of criteria, {id: score}, after a review that gives some of them: p_given is [{"id", "score"}, …]. Scores that a
-- person gave before stay. Refuses unknown ids, scores out of bounds, and a set after which a criterion has neither a person's nor the machine's
-- score, because then there is no total. Errors: invalid_request.
create function reprise_private.overridden_criteria(p_evaluation reprise.evaluations, p_given jsonb)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_scores jsonb := coalesce(p_evaluation.overridden_criteria, '{}');
  v_entry jsonb;
  v_points numeric;
  v_missing text;
begin
  if jsonb_typeof(p_given) is distinct from 'array' or jsonb_array_length(p_given) not between 1 and 20 then
    perform reprise_private.invalid_request('criteria', 'must be a list of 1 to 20 scores, each {"id": "…", "score": 7}');
  end if;
  for v_entry in select * from jsonb_array_elements(p_given) loop
    select (c ->> 'points')::numeric into v_points
    from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
    where k.session_id = p_evaluation.session_id and c ->> 'id' = v_entry ->> 'id';
    if not found then
      perform reprise_private.invalid_request('criteria', 'must name criteria of this conversation by their ids');
    elsif (case when jsonb_typeof(v_entry -> 'score') = 'number' then (v_entry ->> 'score')::numeric between 0 and v_points end) is not true then
      perform reprise_private.invalid_request('criteria', format('must score %s between 0 and %s', v_entry ->> 'id', v_points));
    end if;
    v_scores := v_scores || jsonb_build_object(v_entry ->> 'id', round((v_entry ->> 'score')::numeric, 2));
  end loop;
  if p_evaluation.status <> 'done' then
    select string_agg(c ->> 'id', ', ') into v_missing
    from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
    where k.session_id = p_evaluation.session_id and not v_scores ? (c ->> 'id');
    if v_missing is not null then
      perform reprise_private.invalid_request('criteria', 'must score every criterion that has no score yet: ' || v_missing);
    end if;
  end if;
  return v_scores;
end
$$;
comment on function reprise_private.overridden_criteria is 'Returns a person''s scores of criteria after a review that gives some of them.';
