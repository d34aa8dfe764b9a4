-- Where the project has pg_cron, the database itself runs cleanup and the retention every minute, in a job and a transaction each;
-- elsewhere a scheduler calls POST /cleanup.
do $$
begin
  if exists (select from pg_extension where extname = 'pg_cron') then
    perform cron.schedule('reprise cleanup', '* * * * *', 'select reprise_private.run_cleanup_batches()');
    perform cron.schedule('reprise retention', '* * * * *', 'select reprise_private.run_retention()');
  end if;
end
$$;
