-- Trigger: refuses a key that cannot grade its question, also from operators. Runs after the row is written, so that row level security
-- decides first. Locks the question against concurrent changes: of two concurrent writes, the second sees the first. Errors:
-- invalid_request.
create function reprise_private.check_question_key()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_question reprise.questions;
begin
  select * into v_question from reprise.questions q where q.id = new.question_id for share;
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.key_faults(new, v_question.kind, v_question.options) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_question_key is 'Trigger: refuses a key that cannot grade its question.';
