-- Trigger: counts a change of a member's role by a person as a use of member_change: each is an event that is sent and an entry of the audit trail.
-- Operators in SQL are not limited. Runs after row level security accepted the row. Errors: rate_limited.
create function reprise_private.limit_member_changes()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if auth.uid() is not null then
    perform reprise_private.take_rate_limit(auth.uid(), 'member_change');
  end if;
  return null;
end
$$;
comment on function reprise_private.limit_member_changes is 'Trigger: limits how often a person changes roles of members.';
