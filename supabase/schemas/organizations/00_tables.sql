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
