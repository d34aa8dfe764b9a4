-- Returns what keeps an interview from being published, apart from its questions, one row per fault, with its place. A timed interview asks
-- at least one question, and takes at most 30 days in all, as long as a session can be resumed. A conversation has instructions or an
-- agenda, and asks no questions of the bank.
create function reprise_private.publishing_faults_of_interview(p_interview reprise.interviews)
returns table (loc jsonb, code text, detail text)
language plpgsql stable set search_path = ''
as $$
declare
  v_seconds bigint;
begin
  return query
  select '["title"]'::jsonb, 'malformed', 'must not be blank' where reprise_private.is_blank(p_interview.title)
  union all
  select '["description"]', 'malformed', 'must be at most 10000 characters' where char_length(p_interview.description) > 10000;

  select t.total_seconds into v_seconds from reprise_private.interview_totals(p_interview.id) t;
  if p_interview.mode = 'conversation' then
    return query
    select '["questions"]'::jsonb, 'not_asked', 'must be empty: a conversation asks no questions of the bank' where v_seconds is not null
    union all
    select '["instructions"]', 'instructions_missing', 'must say what to talk about: instructions, an agenda, or both'
    where not exists (
      select from reprise.interview_instructions n
      where n.interview_id = p_interview.id and (not reprise_private.is_blank(n.instructions) or cardinality(n.agenda) > 0)
    );
  elsif v_seconds is null then
    return query select '["questions"]'::jsonb, 'no_questions', 'must hold at least one question';
  elsif v_seconds > 2592000 then
    return query
    select '["questions"]'::jsonb, 'too_long', format('may take at most 2592000 seconds (30 days) in all; they take %s', v_seconds);
  end if;
end
$$;
comment on function reprise_private.publishing_faults_of_interview is
  'Returns what keeps an interview from being published, apart from its questions.';
