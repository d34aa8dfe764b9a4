-- Thin invoker functions for graders (service role), candidates and reviewers.

-- Claims evaluations for a grader. See private.claim_evaluations.
create function public.claim_evaluations(batch_size integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_evaluations(batch_size)
$$;
comment on function public.claim_evaluations(integer) is 'Claims evaluations for a grader. See private.claim_evaluations.';
revoke execute on function public.claim_evaluations(integer) from public, anon, authenticated;
grant execute on function public.claim_evaluations(integer) to service_role;

-- Claims results whose summary is to be written. See private.claim_summaries.
create function public.claim_summaries(batch_size integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_summaries(batch_size)
$$;
comment on function public.claim_summaries(integer) is 'Claims results whose summary is to be written. See private.claim_summaries.';
revoke execute on function public.claim_summaries(integer) from public, anon, authenticated;
grant execute on function public.claim_summaries(integer) to service_role;

-- Stores what a grader found. See private.complete_evaluation.
create function public.complete_evaluation(answer_id uuid, token uuid, result jsonb)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- A gateway may pass a JSON object as the text of one.
  select private.complete_evaluation(answer_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end)
$$;
comment on function public.complete_evaluation(uuid, uuid, jsonb) is 'Stores what a grader found. See private.complete_evaluation.';
revoke execute on function public.complete_evaluation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_evaluation(uuid, uuid, jsonb) to service_role;

-- Stores a summary. See private.complete_summary.
create function public.complete_summary(session_id uuid, token uuid, result jsonb)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- A gateway may pass a JSON object as the text of one.
  select private.complete_summary(session_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end)
$$;
comment on function public.complete_summary(uuid, uuid, jsonb) is 'Stores a summary. See private.complete_summary.';
revoke execute on function public.complete_summary(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_summary(uuid, uuid, jsonb) to service_role;

-- Notes a failed attempt to grade. See private.fail_evaluation.
create function public.fail_evaluation(
  answer_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.fail_evaluation(answer_id, token, error, retry_after_seconds, permanent)
$$;
comment on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) is 'Notes a failed attempt to grade. See private.fail_evaluation.';
revoke execute on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) to service_role;

-- Notes a failed attempt to write a summary. See private.fail_summary.
create function public.fail_summary(
  session_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.fail_summary(session_id, token, error, retry_after_seconds, permanent)
$$;
comment on function public.fail_summary(uuid, uuid, text, numeric, boolean) is 'Notes a failed attempt to write a summary. See private.fail_summary.';
revoke execute on function public.fail_summary(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function public.fail_summary(uuid, uuid, text, numeric, boolean) to service_role;

-- Statistics. See private.get_analytics.
create function public.get_analytics(interview_id uuid default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_analytics(interview_id)
$$;
comment on function public.get_analytics(uuid) is 'Statistics. See private.get_analytics.';
revoke execute on function public.get_analytics(uuid) from public, anon, authenticated;
grant execute on function public.get_analytics(uuid) to authenticated;

-- The result of a session. See private.get_results.
create function public.get_results(session_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_results(session_id)
$$;
comment on function public.get_results(uuid) is 'The result of a session. See private.get_results.';
revoke execute on function public.get_results(uuid) from public, anon, authenticated;
grant execute on function public.get_results(uuid) to authenticated;

-- One page of an interview's sessions, for reviewers. See private.list_results.
create function public.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_results(interview_id, cursor, page_size, status)
$$;
comment on function public.list_results(uuid, text, integer, text) is 'One page of an interview''s sessions, for reviewers. See private.list_results.';
revoke execute on function public.list_results(uuid, text, integer, text) from public, anon, authenticated;
grant execute on function public.list_results(uuid, text, integer, text) to authenticated;

-- Grades an interview again with corrected keys. See private.regrade_interview.
create function public.regrade_interview(interview_id uuid, reason text)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.regrade_interview(interview_id, reason)
$$;
comment on function public.regrade_interview(uuid, text) is 'Grades an interview again with corrected keys. See private.regrade_interview.';
revoke execute on function public.regrade_interview(uuid, text) from public, anon, authenticated;
grant execute on function public.regrade_interview(uuid, text) to authenticated;

-- Gives a claimed evaluation back. See private.release_evaluation.
create function public.release_evaluation(answer_id uuid, token uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_evaluation(answer_id, token)
$$;
comment on function public.release_evaluation(uuid, uuid) is 'Gives a claimed evaluation back. See private.release_evaluation.';
revoke execute on function public.release_evaluation(uuid, uuid) from public, anon, authenticated;
grant execute on function public.release_evaluation(uuid, uuid) to service_role;

-- Gives a claimed summary back. See private.release_summary.
create function public.release_summary(session_id uuid, token uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_summary(session_id, token)
$$;
comment on function public.release_summary(uuid, uuid) is 'Gives a claimed summary back. See private.release_summary.';
revoke execute on function public.release_summary(uuid, uuid) from public, anon, authenticated;
grant execute on function public.release_summary(uuid, uuid) to service_role;

-- Reserves tokens of the daily budget. See private.reserve_tokens.
create function public.reserve_tokens(amount integer, daily_limit bigint)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.reserve_tokens(amount, daily_limit)
$$;
comment on function public.reserve_tokens(integer, bigint) is 'Reserves tokens of the daily budget. See private.reserve_tokens.';
revoke execute on function public.reserve_tokens(integer, bigint) from public, anon, authenticated;
grant execute on function public.reserve_tokens(integer, bigint) to service_role;

-- A reviewer's action on a session. See private.review_session.
create function public.review_session(session_id uuid, action text, reason text, arguments jsonb default '{}')
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- A gateway may pass a JSON object as the text of one.
  select private.review_session(session_id, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end)
$$;
comment on function public.review_session(uuid, text, text, jsonb) is 'A reviewer''s action on a session. See private.review_session.';
revoke execute on function public.review_session(uuid, text, text, jsonb) from public, anon, authenticated;
grant execute on function public.review_session(uuid, text, text, jsonb) to authenticated;

-- Settles a reservation. See private.settle_tokens.
create function public.settle_tokens(reserved integer, used integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.settle_tokens(reserved, used)
$$;
comment on function public.settle_tokens(integer, integer) is 'Settles a reservation. See private.settle_tokens.';
revoke execute on function public.settle_tokens(integer, integer) from public, anon, authenticated;
grant execute on function public.settle_tokens(integer, integer) to service_role;
