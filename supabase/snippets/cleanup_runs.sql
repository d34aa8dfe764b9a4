-- Shows the last hundred cleanup batches that changed or failed on something, with the rows that failed and why.
select r.started_at, r.duration_ms, r.deleted, r.expired_questions, r.abandoned_sessions, r.errors,
  e.detail ->> 'session_id' as failed_session_id, e.detail ->> 'sqlstate' as sqlstate, e.detail ->> 'message' as message
from reprise.cleanup_runs r
left join lateral jsonb_array_elements(r.error_details) as e(detail) on true
where r.deleted + r.expired_questions + r.abandoned_sessions + r.errors > 0
order by r.started_at desc
limit 100;
