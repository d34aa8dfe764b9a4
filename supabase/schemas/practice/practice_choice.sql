-- Returns the checked choice of a practice start: the fields themselves, or a template of the caller. Errors: invalid_request,
-- practice_template_not_found.
create function reprise_private.practice_choice(p_user_id uuid, p_practice jsonb)
returns reprise.practice_templates
language plpgsql stable set search_path = ''
as $$
declare
  v_asked jsonb := jsonb_strip_nulls(p_practice);
  v_choice reprise.practice_templates;
begin
  if v_asked - '{template_id,interview_type,domain,difficulty,question_count,time_limits}'::text[] <> '{}' then
    perform reprise_private.invalid_request('practice', 'has a field that is not known');
  elsif v_asked ? 'template_id' then
    -- time_limits is allowed, because POST /start adds its default.
    if v_asked - '{template_id,time_limits}'::text[] <> '{}' then
      perform reprise_private.invalid_request('practice', 'has a template_id, which goes without other fields');
    elsif not pg_input_is_valid(v_asked ->> 'template_id', 'uuid') then
      perform reprise_private.invalid_request('practice', 'needs a UUID as template_id');
    end if;
    select * into v_choice from reprise.practice_templates t
    where t.id = (v_asked ->> 'template_id')::uuid and t.user_id = p_user_id;
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'practice_template_not_found');
    end if;
    return v_choice;
  elsif coalesce(jsonb_typeof(v_asked -> 'interview_type'), '') <> 'string'
    or not char_length(v_asked ->> 'interview_type') between 1 and 200
  then
    perform reprise_private.invalid_request('practice', 'needs an interview_type of 1 to 200 characters, or a template_id');
  elsif jsonb_typeof(v_asked -> 'domain') <> 'string' or not char_length(v_asked ->> 'domain') between 1 and 200 then
    perform reprise_private.invalid_request('practice', 'needs 1 to 200 characters as domain');
  elsif v_asked ? 'difficulty' and coalesce(v_asked ->> 'difficulty' not in ('easy', 'medium', 'hard'), true) then
    perform reprise_private.invalid_request('practice', 'needs easy, medium or hard as difficulty');
  elsif coalesce(jsonb_typeof(v_asked -> 'question_count'), '') <> 'number'
    or v_asked ->> 'question_count' !~ '^[1-9][0-9]?$' or (v_asked ->> 'question_count')::integer > 50
  then
    perform reprise_private.invalid_request('practice', 'needs a question_count of 1 to 50');
  elsif jsonb_typeof(v_asked -> 'time_limits') <> 'boolean' then
    perform reprise_private.invalid_request('practice', 'needs true or false as time_limits');
  end if;
  v_choice.interview_type := v_asked ->> 'interview_type';
  v_choice.domain := v_asked ->> 'domain';
  v_choice.difficulty := v_asked ->> 'difficulty';
  v_choice.question_count := (v_asked ->> 'question_count')::integer;
  v_choice.time_limits := coalesce((v_asked ->> 'time_limits')::boolean, true);
  return v_choice;
end
$$;
comment on function reprise_private.practice_choice is 'Returns the checked choice of a practice start.';
