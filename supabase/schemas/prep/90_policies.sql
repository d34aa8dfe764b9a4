-- Row level security policies, and triggers that protect rows.

alter table reprise.prep_sessions enable row level security;
alter table reprise.prep_templates enable row level security;
create policy "everybody who is signed in reads the templates" on reprise.prep_templates
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)));
alter table reprise.prep_generations enable row level security;
alter table reprise.prep_shares enable row level security;
create trigger prep_sessions_are_counted
  before insert or update of document or delete on reprise.prep_sessions
  for each row execute function reprise_private.count_document();
