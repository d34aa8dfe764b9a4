-- Returns the part of a submit's response that says that the answer is stored: the receipt, and whether the submit repeats an earlier one.
create function reprise_private.accepted_body(p_answer reprise.answers, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'receipt', reprise_private.receipt(p_answer.id),
    'accepted', true, 'replayed', p_replayed, 'late', false
  );
end
$$;
comment on function reprise_private.accepted_body is 'Returns the part of a submit''s response that reports a stored answer.';
