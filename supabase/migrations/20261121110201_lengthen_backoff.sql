-- Five attempts were over within four minutes: an outage of five turned every answer into a failed one. Now they last 15 to 22 minutes.

alter table private.settings alter column evaluation_backoff_seconds set default 60;
-- Who has chosen another value keeps it.
update private.settings set evaluation_backoff_seconds = 60 where evaluation_backoff_seconds = 10;
