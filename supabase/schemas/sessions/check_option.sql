-- Checks that the answer to an mcq is the id of one of its options, or empty if the time has expired. Errors: invalid_request.
create function reprise_private.check_option(p_question reprise.session_questions, p_answer text, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_question.kind = 'mcq' and not (p_answer = '' and p_time_expired)
    and not reprise_private.is_option_id(p_question.options, p_answer)
  then
    perform reprise_private.invalid_request('answer', 'must be the id of one of the options');
  end if;
end
$$;
comment on function reprise_private.check_option is 'Validates the answer to an mcq.';
