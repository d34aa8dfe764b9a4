-- Returns the mode that a start asks for: timed, practice or conversation. Errors: invalid_request (not exactly one of the three).
create function reprise_private.start_mode(p_interview_id uuid, p_practice jsonb, p_conversation jsonb)
returns text
language plpgsql set search_path = ''
as $$
begin
  if num_nonnulls(p_interview_id, p_practice, p_conversation) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'send exactly one of interview_id, practice and conversation');
  elsif jsonb_typeof(p_practice) <> 'object' then
    perform reprise_private.invalid_request('practice', 'must be an object');
  elsif jsonb_typeof(p_conversation) <> 'object' then
    perform reprise_private.invalid_request('conversation', 'must be an object');
  end if;
  return case when p_interview_id is not null then 'timed' when p_practice is not null then 'practice' else 'conversation' end;
end
$$;
comment on function reprise_private.start_mode is 'Returns the mode that a start asks for.';
