-- Trigger: refuses a question that cannot be answered or that its key no longer fits, also from operators. Runs after the row is written, so
-- that row level security decides first and the error reveals nothing the writer may not read. Checks only the columns that are written: an
-- invalid question from before these checks can still be deactivated or deleted. A concurrent write to its key waits for the row lock
-- (check_question_key). Errors: invalid_request.
create function reprise_private.check_question()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_correct_option text;
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.question_faults(new) f
  ));
  if tg_op = 'UPDATE' then
    select k.correct_option into v_correct_option from reprise.question_keys k where k.question_id = new.id;
    if (old.kind, old.options) is distinct from (new.kind, new.options)
      and exists (select from reprise_private.correct_option_faults(v_correct_option, new.kind, new.options))
    then
      perform reprise_private.refuse_faults(jsonb_build_array(jsonb_build_object(
        'loc', jsonb_build_array(case when new.kind = 'mcq' then 'options' else 'kind' end),
        'msg', format('the question''s key names the option %s; set its correct_option to null first', to_json(left(v_correct_option, 100)))
      )));
    end if;
  end if;
  return null;
end
$$;
comment on function reprise_private.check_question is 'Trigger: refuses a question that cannot be answered or that its key does not fit.';
