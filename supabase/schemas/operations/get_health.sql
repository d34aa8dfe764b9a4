-- Returns what the health endpoint reports: whether an answer could be stored, the schema's version, and whether cleanup, grading, replies and
-- e-mails keep up. Called by the service role. With p_probe it writes a row and rolls it back (reprise_private.probe_storage). Counts
-- stop at 1,000, so that a backlog does not raise the cost. A reply is pending if the candidate is live and no reply covers their message. E-mails
-- that were not sent count for a day.
create function reprise_private.get_health(p_probe boolean)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'database', reprise_private.probe_storage(p_probe),
      'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
      'cleanup', jsonb_build_object(
        'last_run_at', (select reprise_private.rfc3339(max(r.started_at)) from reprise.cleanup_runs r),
        'oldest_overdue_seconds', (
          select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
          from reprise.active_interview_sessions a
          where a.updated_at < now() - t.active_session_max_age
        )
      ),
      'evaluation', (
        select jsonb_build_object(
          'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
          'failed', (
            select count(*)
            from (select from reprise.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
          ),
          'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
        )
        from (
          select o.status, o.queued_at from reprise.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
        ) e
      ),
      'replies', (
        select jsonb_build_object('pending', count(*), 'oldest_seconds', round(extract(epoch from now() - min(p.since)), 3))
        from (
          select w.since
          from reprise.active_interview_sessions a
          join reprise.conversations c on c.session_id = a.session_id
          cross join lateral (
            select min(m.created_at) as since
            from reprise.messages m
            where m.session_id = c.session_id and m.role = 'candidate' and m.seq > coalesce((
              select max(r.replies_to_seq) from reprise.messages r where r.session_id = c.session_id and r.replies_to_seq is not null
            ), 0)
          ) w
          where w.since is not null
          limit 1000
        ) p
      ),
      'notifications', (
        select jsonb_build_object(
          'queued', count(*) filter (where n.status in ('queued', 'claimed', 'handed_over')),
          'failed', count(*) filter (where n.status = 'failed'), 'uncertain', count(*) filter (where n.status = 'uncertain'),
          'oldest_queued_seconds', round(extract(epoch from now() - min(n.due_at) filter (
            where n.status in ('queued', 'claimed', 'handed_over') and n.due_at <= now()
          )), 3)
        )
        from (
          (
            select o.status, o.due_at from reprise_private.invitation_mails o
            where o.status in ('queued', 'claimed', 'handed_over') order by o.due_at, o.id limit 1000
          )
          union all
          (
            select f.status, f.due_at from reprise_private.invitation_mails f
            where f.status in ('failed', 'uncertain') and f.finished_at > now() - interval '1 day' order by f.finished_at desc limit 1000
          )
          union all
          (
            select o.status, o.due_at from reprise_private.notice_mails o
            where o.status in ('queued', 'claimed', 'handed_over') order by o.due_at, o.id limit 1000
          )
          union all
          (
            select f.status, f.due_at from reprise_private.notice_mails f
            where f.status in ('failed', 'uncertain') and f.finished_at > now() - interval '1 day' order by f.finished_at desc limit 1000
          )
        ) n
      )
    )
    from reprise_private.settings t
  );
end
$$;
comment on function reprise_private.get_health is 'Returns what the health endpoint reports.';
