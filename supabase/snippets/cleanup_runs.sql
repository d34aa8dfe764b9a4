-- Shows the last hundred cleanup batches that changed or failed on something, with the rows that failed and why. failed_id is a session, or
-- of the retention an account, a session or a prep session.
select r.started_at, r.duration_ms, r.deleted, r.expired_questions, r.abandoned_sessions, r.deleted_by_retention, r.deleted_accounts, r.errors,
  coalesce(e.detail ->> 'session_id', e.detail #>> '{retention,id}') as failed_id,
  e.detail ->> 'sqlstate' as sqlstate, e.detail ->> 'message' as message
from reprise.cleanup_runs r
left join lateral jsonb_array_elements(r.error_details) as e(detail) on true
where r.deleted + r.expired_questions + r.abandoned_sessions + coalesce(r.deleted_by_retention, 0) + r.deleted_accounts + r.errors > 0
order by r.started_at desc
limit 100;
