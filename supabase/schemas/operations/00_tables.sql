-- The table that GET /health writes to as a test. It never holds a row: reprise_private.probe_storage rolls its write back.
create table reprise_private.health_probes (
  filler text not null
);

-- Stored in the table's own pages, uncompressed.
alter table reprise_private.health_probes alter column filler set storage plain;
comment on table reprise_private.health_probes is 'Where the health endpoint tests writing; always empty.';
