-- Trigger: refuses a key that cannot grade its question, whoever writes it. Runs after the row is written, so that row level security
-- decides first. Locks the question against concurrent changes: of two concurrent writes, the second sees the first. Errors:
-- invalid_request.
create function private.check_question_key()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_question public.questions;
begin
  select * into v_question from public.questions q where q.id = new.question_id for share;
  perform private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from private.key_faults(new, v_question.kind, v_question.options) f
  ));
  return null;
end
$$;
comment on function private.check_question_key() is 'Trigger: refuses keys that cannot grade their question.';
create trigger question_keys_are_checked
  after insert or update on public.question_keys
  for each row execute function private.check_question_key();
revoke execute on function private.check_question_key() from public, anon, authenticated;
