-- A caller's deadline does not end the statement behind it: each function of the Data API ends by itself, just before its caller gives up.
-- PostgREST applies statement_timeout before it calls the function; lock_timeout holds within it, whoever calls.

-- Called with DATABASE_TIMEOUT_SECONDS (2.5).
alter function public.add_message set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.clear_stuck_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.create_prep_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.delete_prep_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.finish_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_active_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_analytics set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_generation set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_prep_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_question_facets set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_results set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.get_shared_prep set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.heartbeat set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_messages set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_prep_sessions set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_prep_shares set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_prep_templates set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_results set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.list_sessions set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.patch_prep_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.regrade_interview set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.resume_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.review_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.revoke_prep_share set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.run_cleanup set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.share_prep_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.start_generation set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.start_session set statement_timeout = '2400ms' set lock_timeout = '1s';
alter function public.take_export set statement_timeout = '2400ms' set lock_timeout = '1s';
-- An answer waits for its candidate's lock to the end: refused and sent again, it could be late.
alter function public.submit_answer set statement_timeout = '2400ms';

-- Called by the service with 10 seconds.
alter function public.claim_evaluations set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.claim_generation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.claim_reply set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.claim_summaries set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.complete_evaluation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.complete_generation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.complete_reply set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.complete_summary set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.fail_evaluation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.fail_generation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.fail_reply set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.fail_summary set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.release_evaluation set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.release_summary set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.reserve_tokens set statement_timeout = '9s' set lock_timeout = '1s';
alter function public.settle_tokens set statement_timeout = '9s' set lock_timeout = '1s';

-- Called by GET /health with 2 seconds.
alter function public.get_health set statement_timeout = '1500ms' set lock_timeout = '1s';

-- Filters on a table are the caller's own, regular expressions included: no request of a person runs for longer than this.
do $$
begin
  alter role authenticated set statement_timeout = '3s';
  alter role anon set statement_timeout = '3s';
exception when insufficient_privilege or reserved_name then
  raise warning 'Set statement_timeout = ''3s'' for the roles authenticated and anon as a role that may: %', sqlerrm;
end
$$;

-- A reply is written for 45 seconds at most, and then sent again for 20 while the database is away: its claim outlasts both.
alter table private.settings alter column reply_lease_seconds set default 90;
update private.settings set reply_lease_seconds = 90 where reply_lease_seconds = 60;

notify pgrst, 'reload schema';
notify pgrst, 'reload config';
