-- Releases a claimed evaluation. See reprise_private.release_evaluation.
create function reprise.release_evaluation(
  answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null, share text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_evaluation(answer_id, token, wait_seconds, error, share);
end
$$;
comment on function reprise.release_evaluation is 'Releases a claimed evaluation. See reprise_private.release_evaluation.';
