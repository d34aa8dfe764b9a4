-- Returns whether a submit repeats the stored answer: the same text, or an empty text if the draft was stored in its place before the time
-- was up. An answer that the clock closed was not submitted.
create function reprise_private.repeats_answer(p_answer reprise.answers, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(
      (p_answer.source = 'submitted' and p_answer.sha256 = reprise_private.sha256_hex(p_text))
        or (p_answer.source = 'draft' and p_text = '' and exists (
          select from reprise.session_questions q
          join reprise.interview_sessions s on s.id = q.session_id
          where q.session_id = p_answer.session_id and q.position = p_answer.position and q.position < s.position
            and (q.deadline_at is null or q.closed_at < q.deadline_at + make_interval(secs => s.grace_seconds))
        )),
      false
    )
  );
end
$$;
comment on function reprise_private.repeats_answer is 'Returns whether a submit repeats the stored answer.';
