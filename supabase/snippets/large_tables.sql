-- Shows our tables by size, with what slows a table down: dead rows that vacuum has not removed, and sequential scans.
-- For slow statements, open Query Performance in the dashboard.
select t.schemaname || '.' || t.relname as table_name,
  pg_size_pretty(pg_total_relation_size(t.relid)) as size_with_indexes,
  pg_size_pretty(pg_relation_size(t.relid)) as size,
  t.n_live_tup as rows, t.n_dead_tup as dead_rows,
  greatest(t.last_vacuum, t.last_autovacuum) as last_vacuum,
  greatest(t.last_analyze, t.last_autoanalyze) as last_analyze,
  t.seq_scan as whole_table_reads, t.idx_scan as index_reads,
  round(100.0 * t.n_tup_hot_upd / nullif(t.n_tup_upd, 0), 1) as cheap_updates_percent
from pg_stat_user_tables t
where t.schemaname in ('public', 'private', 'auth')
order by pg_total_relation_size(t.relid) desc
limit 40;
