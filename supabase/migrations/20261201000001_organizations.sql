-- Baseline: organizations and their members. The files of supabase/schemas/organizations, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Organizations own questions and interviews; members act for them.

create table reprise.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now(),
  keep_sessions_days integer,
  is_trusted boolean not null default true,
  constraint organizations_name_length check (char_length(name) between 1 and 200),
  constraint organizations_keep_sessions_in_range check (keep_sessions_days between 30 and 36500)
);
comment on table reprise.organizations is 'Organizations own interviews and read their results. Created by create_organization, or by an operator.';
comment on column reprise.organizations.keep_sessions_days is
  'Days after its end at which a session is deleted; null: never. Owners set it. Leaves a row of session_statistics.';
comment on column reprise.organizations.is_trusted is
  'Whether the operator vouches for it: it has a part of the model budget, and its public interviews are listed. create_organization sets false.';

create table reprise.organization_members (
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id),
  constraint organization_members_role_is_known check (role in ('owner', 'recruiter', 'reviewer'))
);
comment on table reprise.organization_members is 'Members of an organization. Removing a row takes effect at once, even for tokens already issued.';
comment on column reprise.organization_members.role is 'owner: manages members; recruiter: authors and reviews; reviewer: reads and reviews.';
create index organization_members_user_id_idx on reprise.organization_members (user_id);

-- Refuses a name that is blank, longer than 200 characters, or has control characters, characters that change the direction of a line, or =?,
-- which begins an encoded word in the header of an e-mail.
-- Errors: invalid_request (with the argument).
create function reprise_private.check_name(p_argument text, p_name text)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.is_blank(p_name) then
    perform reprise_private.invalid_request(p_argument, 'must not be blank');
  elsif char_length(p_name) > 200 then
    perform reprise_private.invalid_request(p_argument, 'must be at most 200 characters');
  elsif p_name ~ '[\u0001-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]' then
    perform reprise_private.invalid_request(p_argument, 'must be one line without control characters or direction marks');
  elsif strpos(p_name, '=?') > 0 then
    perform reprise_private.invalid_request(p_argument, 'must not contain =?');
  end if;
end
$$;
comment on function reprise_private.check_name is 'Refuses a name that cannot be shown.';

-- Trigger: refuses a name of an organization that is blank, overlong, or has control characters or characters that change the direction of a
-- line: candidates see it, and it stands in the subject of e-mails. Runs after the row is written, like reprise_private.check_interview.
-- Errors: invalid_request.
create function reprise_private.check_organization()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.check_name('name', new.name);
  return null;
end
$$;
comment on function reprise_private.check_organization is 'Trigger: refuses a name of an organization that cannot be shown.';

-- nothing → an organization whose only owner is the caller, and that the operator does not vouch for yet (is_trusted). Locks the caller, so
-- the limit of organizations that one person owns holds for concurrent calls. A repeat creates another one. The audit trail gets the
-- membership, with the actor.
-- Errors: not_authenticated, organizations_closed, invalid_request, limit_reached, rate_limited.
create function reprise_private.create_organization(p_name text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_name text := btrim(p_name, E' \t\r\n');
  v_limit integer;
  v_organization reprise.organizations;
begin
  perform reprise_private.lock_candidate(v_user_id);
  perform reprise_private.check_account(v_user_id);
  if not (select t.organizations_open from reprise_private.settings t) then
    perform reprise_private.refuse_and_roll_back(403, 'organizations_closed');
  end if;
  perform reprise_private.check_name('name', v_name);
  v_limit := (select t.organizations_per_owner from reprise_private.settings t);
  if (select count(*) from reprise.organization_members m where m.user_id = v_user_id and m.role = 'owner') >= v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'organizations', 'limit', v_limit));
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'create_organization');
  insert into reprise.organizations (name, is_trusted) values (v_name, false) returning * into v_organization;
  insert into reprise.organization_members (organization_id, user_id, role) values (v_organization.id, v_user_id, 'owner');
  return jsonb_build_object(
    'organization', reprise_private.organization_view(v_organization, 'owner'), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_organization is 'Creates an organization that the caller owns.';

-- Trigger: limits how many questions and how many interviews an organization has, over all callers with a token; operators in SQL are not
-- limited. Locks the organization, so that concurrent inserts cannot both be the last one. Runs after the statement, once row level security
-- has accepted the rows (new_rows): nobody can learn the count of others or hold their lock. Reads one index of as many rows as the limit.
-- Errors: limit_reached.
create function reprise_private.limit_authored_rows()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_organization_id uuid;
  v_limit integer;
begin
  if auth.uid() is null then
    return null;
  end if;
  for v_organization_id in
    select distinct r.organization_id from new_rows r where r.organization_id is not null order by 1
  loop
    perform from reprise.organizations o where o.id = v_organization_id for no key update;
    if tg_table_name = 'questions' then
      v_limit := (select t.questions_per_organization from reprise_private.settings t);
      if (select count(*) from reprise.questions q where q.organization_id = v_organization_id) > v_limit then
        perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'questions', 'limit', v_limit));
      end if;
    else
      v_limit := (select t.interviews_per_organization from reprise_private.settings t);
      if (select count(*) from reprise.interviews i where i.organization_id = v_organization_id) > v_limit then
        perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'interviews', 'limit', v_limit));
      end if;
    end if;
  end loop;
  return null;
end
$$;
comment on function reprise_private.limit_authored_rows is 'Trigger: limits how many questions and interviews an organization has.';

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

-- Returns the members of an organization with their names and e-mail addresses, to its members: oldest membership first, at most 500. Reads only.
-- Errors: not_authenticated, organization_not_found (no such organization, or not the caller's).
create function reprise_private.list_members(p_organization_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  if not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  return jsonb_build_object(
    'members', (
      select jsonb_agg(reprise_private.candidate_name(f.user_id) || jsonb_build_object(
        'role', f.role, 'member_since', reprise_private.rfc3339(f.created_at)
      ) order by f.created_at, f.user_id)
      from (
        select m.user_id, m.role, m.created_at from reprise.organization_members m
        where m.organization_id = p_organization_id
        order by m.created_at, m.user_id
        limit 500
      ) f
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_members is 'Returns the members of an organization.';

-- Returns the caller's organizations with their roles, oldest membership first, and the invitations to organizations that wait for the caller's
-- confirmed e-mail address: unlike invitations to interviews, these must be accepted, because membership has duties. At most 200 of each.
-- Reads only. Errors: not_authenticated.
create function reprise_private.list_organizations()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
begin
  return jsonb_build_object(
    'organizations', coalesce((
      select jsonb_agg(reprise_private.organization_view(f.organization, f.role) order by f.created_at, (f.organization).id)
      from (
        select o as organization, m.role, m.created_at
        from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
        where m.user_id = v_user_id
        order by m.created_at, o.id
        limit 200
      ) f
    ), '[]'),
    'invitations', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', f.id, 'organization', jsonb_build_object('id', f.organization_id, 'name', f.name), 'role', f.role,
        'expires_at', reprise_private.rfc3339(f.expires_at)
      ) order by f.created_at, f.id)
      from (
        select v.id, v.organization_id, o.name, v.role, v.expires_at, v.created_at
        from reprise.invitations v join reprise.organizations o on o.id = v.organization_id
        where v.email = v_email and v.role is not null and v.user_id is null and v.revoked_at is null and v.expires_at > now()
        order by v.created_at, v.id
        limit 200
      ) f
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_organizations is 'Returns the caller''s organizations and the invitations that wait for them.';

-- Returns an organization as its member sees it in lists: id, name and the member's role.
create function reprise_private.organization_view(p_organization reprise.organizations, p_role text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_organization.id, 'name', p_organization.name, 'role', p_role, 'created_at', reprise_private.rfc3339(p_organization.created_at)
  );
end
$$;
comment on function reprise_private.organization_view is 'Returns an organization as its member sees it.';

-- Returns the organizations in which the caller holds one of the given roles. Security definer, so that policies on organization_members
-- can use it without recursion. Evaluated once per query, not once per row.
create function reprise_private.organizations_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select m.organization_id
  from reprise.organization_members m
  where m.user_id = (select auth.uid()) and m.role = any (p_roles)
$$;
comment on function reprise_private.organizations_of_caller is 'Returns the organizations in which the caller holds one of the roles.';

-- Trigger: refuses to demote or remove the last owner of an organization, whether by themselves, by another owner, with the service key or
-- by deleting their account. Locks the organization: if two owners leave at once, the second sees that the first has left. Runs after the
-- statement, so one statement may replace the owners. Deleting an organization deletes its members.
-- Errors: last_owner (with organization_id).
create function reprise_private.refuse_to_lose_last_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.organizations o where o.id = old.organization_id for no key update;
  if found and not exists (
    select from reprise.organization_members m where m.organization_id = old.organization_id and m.role = 'owner'
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'last_owner', jsonb_build_object('organization_id', old.organization_id));
  end if;
  return null;
end
$$;
comment on function reprise_private.refuse_to_lose_last_owner is 'Trigger: refuses to demote or remove the last owner of an organization.';

-- Creates an organization that the caller owns. See reprise_private.create_organization.
create function reprise.create_organization(name text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.create_organization(name);
end
$$;
comment on function reprise.create_organization is 'Creates an organization that the caller owns. See reprise_private.create_organization.';

-- Returns the members of an organization. See reprise_private.list_members.
create function reprise.list_members(organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_members(organization_id);
end
$$;
comment on function reprise.list_members is 'Returns the members of an organization. See reprise_private.list_members.';

-- Returns the caller's organizations. See reprise_private.list_organizations.
create function reprise.list_organizations()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_organizations();
end
$$;
comment on function reprise.list_organizations is 'Returns the caller''s organizations. See reprise_private.list_organizations.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.organizations enable row level security;
create policy "members read their organization" on reprise.organizations
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and id in (select reprise_private.organizations_of_caller()));
create policy "owners rename their organization" on reprise.organizations
  for update to authenticated
  using (id in (select reprise_private.organizations_of_caller(array['owner'])))
  with check (id in (select reprise_private.organizations_of_caller(array['owner'])));
alter table reprise.organization_members enable row level security;
create policy "members read who else is a member" on reprise.organization_members
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
-- Nobody inserts a member: an accepted invitation does (reprise_private.accepted_view), or the operator.
create policy "owners change roles" on reprise.organization_members
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner'])));
create policy "owners remove members" on reprise.organization_members
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner'])));
create trigger organization_members_last_owner_is_not_demoted
  after update on reprise.organization_members
  for each row when (old.role = 'owner' and (new.role <> 'owner' or new.organization_id <> old.organization_id))
  execute function reprise_private.refuse_to_lose_last_owner();
create trigger organization_members_last_owner_is_not_removed
  after delete on reprise.organization_members
  for each row when (old.role = 'owner')
  execute function reprise_private.refuse_to_lose_last_owner();
create trigger organization_members_changes_are_limited
  after update of role on reprise.organization_members
  for each row when (old.role <> new.role)
  execute function reprise_private.limit_member_changes();
create trigger organizations_are_checked
  after insert or update of name on reprise.organizations
  for each row execute function reprise_private.check_organization();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.organizations,
  reprise.organization_members
from public, anon, authenticated, service_role;
grant select, update on
  reprise.organizations
to authenticated;
grant select, update, delete on
  reprise.organization_members
to authenticated;

revoke execute on function
  reprise.create_organization,
  reprise.list_members,
  reprise.list_organizations,
  reprise_private.check_name,
  reprise_private.check_organization,
  reprise_private.create_organization,
  reprise_private.limit_authored_rows,
  reprise_private.limit_member_changes,
  reprise_private.list_members,
  reprise_private.list_organizations,
  reprise_private.organization_view,
  reprise_private.organizations_of_caller,
  reprise_private.refuse_to_lose_last_owner
from public, anon, authenticated, service_role;
grant execute on function
  reprise.create_organization,
  reprise.list_members,
  reprise.list_organizations,
  reprise_private.create_organization,
  reprise_private.list_members,
  reprise_private.list_organizations,
  reprise_private.organizations_of_caller
to authenticated;

reset check_function_bodies;
reset lock_timeout;
