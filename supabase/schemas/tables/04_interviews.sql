-- Interviews, their ordered questions and their invitations.

create table public.interviews (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  title text not null,
  description text not null default '',
  is_public boolean not null default false,
  status text not null default 'draft',
  grace_seconds integer not null default 2,
  resume_window_minutes integer not null default 1440,
  start_over_allowed boolean not null default false,
  attempts_allowed integer,
  results_visible_to_candidate boolean not null default false,
  created_at timestamptz not null default now(),
  mode text not null default 'timed',
  constraint interviews_title_length check (char_length(title) between 1 and 200),
  constraint interviews_status_is_known check (status in ('draft', 'published', 'archived')),
  constraint interviews_grace_in_range check (grace_seconds between 0 and 60),
  constraint interviews_resume_window_in_range check (resume_window_minutes between 1 and 43200),
  constraint interviews_attempts_positive check (attempts_allowed > 0),
  constraint interviews_mode_is_known check (mode in ('timed', 'conversation'))
);
comment on table public.interviews is 'An ordered list of questions. Sessions copy what they need at start, so editing changes nothing that is running.';
comment on column public.interviews.is_public is 'Public: any signed-in user may take it. Otherwise only who is invited.';
comment on column public.interviews.status is 'draft → published → archived; only a published interview can be started.';
comment on column public.interviews.grace_seconds is 'Added to every deadline on the server, for the way of the last answer; published to the candidate.';
comment on column public.interviews.resume_window_minutes is 'How long after the start a session can be resumed; never less than its own time limits add up to.';
comment on column public.interviews.start_over_allowed is 'Whether start_over may abandon a running session. How often a candidate may begin at all is attempts_allowed.';
comment on column public.interviews.attempts_allowed is 'Sessions a candidate may start; null is any number. An invitation overrides it.';
comment on column public.interviews.mode is 'timed: questions against the clock; conversation: a talk with an interviewer, without questions.';
create index interviews_organization_id_idx on public.interviews (organization_id);

create table public.interview_questions (
  interview_id uuid not null references public.interviews (id) on delete cascade,
  position integer not null,
  question_id uuid not null references public.questions (id),
  primary key (interview_id, position),
  constraint interview_questions_position_in_range check (position between 0 and 99)
);
comment on table public.interview_questions is 'The questions of an interview; positions count from 0 and gaps are closed at start.';
create index interview_questions_question_id_idx on public.interview_questions (question_id);

create table public.interview_invitations (
  interview_id uuid not null references public.interviews (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  extra_time_percent integer not null default 0,
  attempts_allowed integer default 1,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (interview_id, user_id),
  constraint interview_invitations_extra_time_in_range check (extra_time_percent between 0 and 400),
  constraint interview_invitations_attempts_positive check (attempts_allowed > 0)
);
comment on table public.interview_invitations is 'Lets one candidate take an interview, with extra time and a number of attempts.';
comment on column public.interview_invitations.extra_time_percent is '25 means every time limit is a quarter longer.';
create index interview_invitations_user_id_idx on public.interview_invitations (user_id);

-- Returns the interviews of the organizations in which the caller holds one of the roles. Security definer, because the policies of
-- interviews and of interview_invitations would otherwise recurse into each other.
create function private.interviews_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select i.id
  from public.interviews i
  where i.organization_id in (select private.organizations_of_caller(p_roles))
$$;
comment on function private.interviews_of_caller(text[]) is 'Interviews of the organizations in which the caller holds one of the roles.';
revoke execute on function private.interviews_of_caller(text[]) from public, anon;
grant execute on function private.interviews_of_caller(text[]) to authenticated, service_role;

alter table public.interviews enable row level security;
revoke all on public.interviews from anon, authenticated;
grant select, insert, update, delete on public.interviews to authenticated;
grant all on public.interviews to service_role;
create policy "candidates read what they may take, members their own" on public.interviews
  for select to authenticated
  using (
    (status = 'published' and is_public)
    or (status = 'published' and id in (
      select v.interview_id from public.interview_invitations v
      where v.user_id = (select auth.uid()) and (v.expires_at is null or v.expires_at > now())
    ))
    or organization_id in (select private.organizations_of_caller())
  );
create policy "recruiters write interviews" on public.interviews
  for insert to authenticated
  with check (organization_id in (select private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change interviews" on public.interviews
  for update to authenticated
  using (organization_id in (select private.organizations_of_caller(array['owner', 'recruiter'])))
  with check (organization_id in (select private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete interviews" on public.interviews
  for delete to authenticated
  using (organization_id in (select private.organizations_of_caller(array['owner', 'recruiter'])));

alter table public.interview_questions enable row level security;
revoke all on public.interview_questions from anon, authenticated;
grant select, insert, update, delete on public.interview_questions to authenticated;
grant all on public.interview_questions to service_role;
create policy "members read the questions of their interviews" on public.interview_questions
  for select to authenticated
  using (interview_id in (select private.interviews_of_caller()));
create policy "recruiters add questions they can read" on public.interview_questions
  for insert to authenticated
  with check (
    interview_id in (select private.interviews_of_caller(array['owner', 'recruiter']))
    and question_id in (select q.id from public.questions q)
  );
create policy "recruiters reorder questions" on public.interview_questions
  for update to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (
    interview_id in (select private.interviews_of_caller(array['owner', 'recruiter']))
    and question_id in (select q.id from public.questions q)
  );
create policy "recruiters remove questions" on public.interview_questions
  for delete to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));

alter table public.interview_invitations enable row level security;
revoke all on public.interview_invitations from anon, authenticated;
grant select, insert, update, delete on public.interview_invitations to authenticated;
grant all on public.interview_invitations to service_role;
create policy "candidates read their invitations, members those they sent" on public.interview_invitations
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or interview_id in (select private.interviews_of_caller())
  );
create policy "recruiters invite" on public.interview_invitations
  for insert to authenticated
  with check (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change invitations" on public.interview_invitations
  for update to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters withdraw invitations" on public.interview_invitations
  for delete to authenticated
  using (interview_id in (select private.interviews_of_caller(array['owner', 'recruiter'])));
