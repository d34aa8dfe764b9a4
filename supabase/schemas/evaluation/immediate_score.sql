-- Returns the score of an answer that needs no judgement: an empty text scores 0, and an mcq is compared with its key. Called in the
-- transaction that stores the answer. Null means that a grader has to grade it.
create function reprise_private.immediate_score(p_kind text, p_text text, p_correct_option text, p_points integer)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_text = '' then 0
    when p_kind = 'mcq' and p_correct_option is not null then case when p_text = p_correct_option then p_points else 0 end
  end;
end
$$;
comment on function reprise_private.immediate_score is 'Returns the score of an answer that needs no judgement, else null.';
