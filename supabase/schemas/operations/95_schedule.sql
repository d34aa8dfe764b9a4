-- Where the project has pg_cron, the database itself runs the cleanup sweep every minute; elsewhere a scheduler calls POST /cleanup.
do $$
begin
  if exists (select from pg_extension where extname = 'pg_cron') then
    perform cron.schedule('reprise cleanup', '* * * * *', 'select reprise_private.run_cleanup_batches()');
  end if;
end
$$;
