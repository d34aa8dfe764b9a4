-- A recruiter of two organizations could move an interview from one to the other, and its candidates' sessions with it; the last owner could leave.

drop index public.interview_sessions_organization_id_idx;
create index interview_sessions_organization_id_idx on public.interview_sessions (organization_id, interview_id);

-- Trigger: keeps the columns that identify a row or its owner unchanged, for every role of the Data API, service_role included. Grants on columns
-- cannot do that: an upsert and a PUT name every column, changed or not. The owner of the table passes: our functions, foreign keys (on
-- delete set null) and operators in SQL. Fires only if one of the columns changes, and before row level security checks the new row.
-- Errors: fixed_column (with table and columns).
create function private.refuse_change_of_identity()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- current_user: this function is no definer, so it is whoever runs the statement.
  if pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    return new;
  end if;
  raise exception using
    errcode = 'PT403', message = 'fixed_column',
    detail = jsonb_build_object('table', tg_table_name, 'columns', (
      select jsonb_agg(a.name) from unnest(tg_argv) a(name)
      where to_jsonb(old) -> a.name is distinct from to_jsonb(new) -> a.name
    )),
    hint = 'The columns that identify a row or its owner cannot be changed. Insert a new row instead.';
end
$$;
comment on function private.refuse_change_of_identity() is 'Trigger: keeps the columns it is given as they were, for every role of the Data API.';
revoke execute on function private.refuse_change_of_identity() from public, anon, authenticated;

-- Every table of public that can be updated, with its keys, what it belongs to, and when it was made. Tables that nothing may update at
-- all (events, messages, transcriptions) have a trigger of their own, and so have the texts of answers.
do $$
declare
  v_table record;
begin
  for v_table in
    select * from (values
      ('organizations', '{id,created_at}'::text[]),
      ('organization_members', '{organization_id,user_id,created_at}'),
      ('questions', '{id,organization_id,created_at}'),
      ('question_keys', '{question_id}'),
      ('interviews', '{id,organization_id,created_at}'),
      -- Not position and question_id: an interview is reordered by changing them.
      ('interview_questions', '{interview_id}'),
      ('interview_invitations', '{interview_id,user_id,created_at}'),
      ('interview_instructions', '{interview_id}'),
      ('interview_sessions', '{id,user_id,interview_id,organization_id}'),
      ('session_questions', '{session_id,position,question_id}'),
      ('session_question_keys', '{session_id,position}'),
      ('active_interview_sessions', '{user_id,session_id,created_at}'),
      ('cleanup_runs', '{id}'),
      ('evaluations', '{answer_id,session_id,position,late_answer_id}'),
      ('evaluation_history', '{id,answer_id}'),
      ('session_results', '{session_id}'),
      ('model_spending', '{day}'),
      ('model_reservations', '{run_id,organization_id,user_id}'),
      ('model_shares', '{day,kind,holder,organization_id,user_id}'),
      ('practice_templates', '{id,user_id,created_at}'),
      ('conversations', '{session_id}'),
      ('prep_sessions', '{id,user_id,created_at}'),
      ('prep_templates', '{id}'),
      ('prep_generations', '{id,prep_session_id,request_key}'),
      ('prep_shares', '{id,prep_session_id,token_sha256,created_at}')
    ) as t (name, columns)
  loop
    execute format(
      'create trigger %I before update on public.%I for each row when ((%s) is distinct from (%s))'
        ' execute function private.refuse_change_of_identity(%s)',
      v_table.name || '_identity_is_fixed', v_table.name,
      (select string_agg(format('old.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(format('new.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(quote_literal(c), ', ') from unnest(v_table.columns) c)
    );
  end loop;
end
$$;

-- Trigger: the last owner of an organization is neither demoted nor removed, by whatever way: their own hand, another owner's, the service
-- key, or the deletion of their account, which is refused until somebody else is an owner. Locks the organization, so that of two owners who
-- leave at once the second sees that the first has left. After the statement: one statement may make and unmake owners.
-- The members of a deleted organization go with it. Errors: last_owner (with organization_id).
create function private.keep_an_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.organizations o where o.id = old.organization_id for no key update;
  if found and not exists (
    select from public.organization_members m where m.organization_id = old.organization_id and m.role = 'owner'
  ) then
    perform private.refuse(
      409, 'last_owner', 'An organization needs an owner. Make another member an owner first.',
      jsonb_build_object('organization_id', old.organization_id)
    );
  end if;
  return null;
end
$$;
comment on function private.keep_an_owner() is 'Trigger: the last owner of an organization stays.';
create trigger organization_members_last_owner_is_not_demoted
  after update on public.organization_members
  for each row when (old.role = 'owner' and (new.role <> 'owner' or new.organization_id <> old.organization_id))
  execute function private.keep_an_owner();
create trigger organization_members_last_owner_is_not_removed
  after delete on public.organization_members
  for each row when (old.role = 'owner')
  execute function private.keep_an_owner();
revoke execute on function private.keep_an_owner() from public, anon, authenticated;

-- Whether the caller may look at the sessions of an interview: a member of the organization that has the interview, or of one that has a
-- session of it. The two differ only where an operator has moved an interview; then each organization goes on seeing its own sessions. Which
-- sessions those are is for the caller of this function to select, by the session's organization.
create function private.reviews_interview(p_interview_id uuid, p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from private.organizations_of_caller(p_roles) o (id)
    where exists (select from public.interviews i where i.id = p_interview_id and i.organization_id = o.id)
      or exists (select from public.interview_sessions s where s.organization_id = o.id and s.interview_id = p_interview_id)
  )
$$;
comment on function private.reviews_interview(uuid, text[]) is 'Whether the caller may look at sessions of an interview: those of their own organization.';
revoke execute on function private.reviews_interview(uuid, text[]) from public, anon, authenticated;

-- The sessions of an interview that belong to the caller's organizations, newest first, one page by keyset, no answer's text; without
-- the caller's own, which list_sessions has. Reads only. Errors: interview_not_found, invalid_request.
create or replace function private.list_results(p_interview_id uuid, p_cursor text, p_page_size integer, p_status text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  if not private.reviews_interview(p_interview_id) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  perform private.check_page(v_size, p_cursor, p_status, null);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.interview_id = p_interview_id and s.organization_id in (select private.organizations_of_caller())
      and s.user_id <> v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.result_row(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_results(uuid, text, integer, text) is 'One page of the sessions of an interview, for reviewers.';
revoke execute on function private.list_results(uuid, text, integer, text) from public, anon;
grant execute on function private.list_results(uuid, text, integer, text) to authenticated;

-- The funnel of an interview, how long it takes, and how completed sessions score whose totals stand: of the sessions of the caller's
-- organizations, without the caller's own. Invitations are those of an interview that the organization has.
create or replace function private.interview_analytics(p_interview_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with taken as (
    select s.id, s.user_id, s.status, s.question_count, extract(epoch from s.completed_at - s.started_at) as seconds, r.percentage
    from public.interview_sessions s
    left join public.session_results r on r.session_id = s.id
    where s.interview_id = p_interview_id and s.organization_id in (select private.organizations_of_caller())
      and s.user_id <> (select private.caller_id())
  ), reached as (
    select q.position, count(*) as sessions
    from taken t
    join public.session_questions q on q.session_id = t.id and q.served_at is not null
    group by q.position
  )
  select jsonb_build_object(
    'sessions', count(*),
    'candidates', count(distinct t.user_id),
    'completion_rate', round(count(*) filter (where t.status = 'completed')::numeric / nullif(count(*), 0), 4),
    'funnel', jsonb_build_object(
      'invited', (
        select count(*) from public.interview_invitations v
        where v.interview_id = p_interview_id and v.interview_id in (select private.interviews_of_caller())
      ),
      'started', count(*),
      'in_progress', count(*) filter (where t.status = 'in_progress'),
      'completed', count(*) filter (where t.status = 'completed'),
      'cancelled', count(*) filter (where t.status = 'cancelled'),
      'abandoned', count(*) filter (where t.status = 'abandoned'),
      'reached', coalesce((select jsonb_object_agg(r.position, r.sessions) from reached r), '{}')
    ),
    'duration_seconds', jsonb_build_object(
      'average', round(avg(t.seconds) filter (where t.status = 'completed'), 3),
      'p50', round((percentile_cont(0.5) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3),
      'p90', round((percentile_cont(0.9) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3)
    ),
    'percentage', jsonb_build_object(
      'average', round(avg(t.percentage) filter (where t.status = 'completed'), 2),
      'p50', round((percentile_cont(0.5) within group (order by t.percentage) filter (where t.status = 'completed'))::numeric, 2)
    )
  )
  from taken t
$$;
comment on function private.interview_analytics(uuid) is 'Funnel, durations and scores of an interview.';
revoke execute on function private.interview_analytics(uuid) from public, anon, authenticated;

-- Per question of an interview: how often it was served, answered and ran out; response seconds; difficulty = average share of the points
-- (1 is easy); discrimination = correlation of its share with the rest of the session's points (below 0.2 separates badly). Scores are
-- those of questions that were shown: one that a candidate never saw is not hard. Sessions of the caller's organizations, without the
-- caller's own.
create or replace function private.question_analytics(p_interview_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with scored as (
    select q.position, q.question_id, q.kind, q.points, a.source, q.served_at,
      extract(epoch from a.received_at - q.served_at) as seconds, private.counted_score(e) as score,
      sum(private.counted_score(e)) over (partition by s.id) as session_score,
      bool_and(private.counted_score(e) is not null) over (partition by s.id) as all_scored, s.status
    from public.interview_sessions s
    join public.session_questions q on q.session_id = s.id
    left join public.answers a on a.session_id = q.session_id and a.position = q.position
    left join public.evaluations e on e.answer_id = a.id
    where s.interview_id = p_interview_id and s.organization_id in (select private.organizations_of_caller())
      and s.user_id <> (select private.caller_id())
  )
  select coalesce(jsonb_agg(to_jsonb(p) order by p.position, p.question_id), '[]')
  from (
    select c.position, c.question_id, min(c.kind) as kind, max(c.points) as points,
      count(c.served_at) as served,
      count(*) filter (where c.source = 'submitted') as submitted,
      count(*) filter (where c.source in ('draft', 'expired')) as ran_out,
      count(*) filter (where c.source = 'skipped') as skipped,
      round(avg(c.seconds) filter (where c.source = 'submitted'), 3) as average_response_seconds,
      count(c.score) filter (where c.served_at is not null) as scored,
      round(avg(c.score / c.points) filter (where c.served_at is not null), 4) as difficulty,
      round((corr(c.score, c.session_score - c.score) filter (
        where c.served_at is not null and c.status = 'completed' and c.all_scored
      ))::numeric, 4) as discrimination
    from scored c
    group by c.position, c.question_id
  ) p
$$;
comment on function private.question_analytics(uuid) is 'Difficulty, discrimination and response times of an interview''s questions.';
revoke execute on function private.question_analytics(uuid) from public, anon, authenticated;

-- Statistics: a candidate's own, or those of an interview, over the sessions of the caller's organizations. Reads only, by index: one
-- user's or one interview's sessions. Errors: interview_not_found.
create or replace function private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  if p_interview_id is null then
    return private.candidate_analytics(v_user_id)
      || jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
  end if;
  if not private.reviews_interview(p_interview_id) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  return private.interview_analytics(p_interview_id)
    || jsonb_build_object(
      'questions', private.question_analytics(p_interview_id), 'server_time', private.rfc3339(clock_timestamp())
    );
end
$$;
comment on function private.get_analytics(uuid) is 'Statistics of the caller, or of an interview of theirs.';
revoke execute on function private.get_analytics(uuid) from public, anon;
grant execute on function private.get_analytics(uuid) to authenticated;

-- The keys of a session that the question bank has otherwise today, in order, as they are there. fits: whether the session's
-- question can be graded by it: the question belongs to the session's organization or to the public bank, and the correct option of an
-- mcq is one of those that the candidate is shown.
create or replace function private.changed_keys(p_session_id uuid)
returns table (
  question_position integer, correct_option text, keywords jsonb, sample_solution text, criteria jsonb, fits boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call, and a regrade calls it once a session.
  return query
  select q.position, k.correct_option, k.keywords, k.sample_solution, k.criteria,
    (b.organization_id is null or b.organization_id is not distinct from s.organization_id)
      and (q.kind <> 'mcq' or coalesce(q.options @> jsonb_build_array(jsonb_build_object('id', k.correct_option)), false))
  from public.session_questions q
  join public.interview_sessions s on s.id = q.session_id
  join public.questions b on b.id = q.question_id
  join public.question_keys k on k.question_id = b.id
  join public.session_question_keys o on o.session_id = q.session_id and o.position = q.position
  where q.session_id = p_session_id
    and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
      is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria)
  order by q.position;
end
$$;
comment on function private.changed_keys(uuid) is 'Keys of the question bank that differ from those a session was started with.';
revoke execute on function private.changed_keys(uuid) from public, anon, authenticated;

-- After a key was corrected: takes today's keys of the question bank into the sessions of an interview and grades the answers again whose
-- key changed. What was there before stays in the history; overrides do not survive a changed key. One call is one batch: it ends
-- after private.settings.regrade_batch_seconds, with next_cursor for the next call (null: done); a repeat from the start finds nothing
-- left to do in what was done. Locks each candidate concerned, in the order of their ids. Skipped and counted: the caller's own
-- sessions, and questions whose new key does not fit (private.changed_keys). Caller: owner or recruiter of the organization that the
-- sessions belong to. Errors: interview_not_found, invalid_request.
create or replace function private.regrade_interview(p_interview_id uuid, p_reason text, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_until timestamptz := clock_timestamp() + (select t.regrade_batch_seconds from private.settings t) * interval '1 second';
  v_session record;
  v_question record;
  v_last text;
  v_next text;
  v_replaced integer;
  v_sessions integer := 0;
  v_answers integer := 0;
  v_own integer := 0;
  v_unfit integer := 0;
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  elsif p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this action');
  elsif not private.reviews_interview(p_interview_id, array['owner', 'recruiter']) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  for v_session in
    select s.id, s.user_id from public.interview_sessions s
    where s.interview_id = p_interview_id
      and s.organization_id in (select private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_cursor is null or (s.user_id, s.id) > (split_part(p_cursor, '.', 1)::uuid, split_part(p_cursor, '.', 2)::uuid))
    order by s.user_id, s.id
  loop
    -- At least one session a batch, however short the time.
    if v_last is not null and clock_timestamp() >= v_until then
      v_next := v_last;
      exit;
    end if;
    v_last := v_session.user_id || '.' || v_session.id;
    continue when not exists (select from private.changed_keys(v_session.id));
    if v_session.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    end if;
    perform private.lock_candidate(v_session.user_id);
    v_replaced := 0;
    -- Read again under the lock: another regrade may have been here while this one waited for it.
    for v_question in select * from private.changed_keys(v_session.id) loop
      if not v_question.fits then
        v_unfit := v_unfit + 1;
        continue;
      end if;
      update public.session_question_keys o
      set correct_option = v_question.correct_option, keywords = v_question.keywords, sample_solution = v_question.sample_solution,
        criteria = v_question.criteria
      where o.session_id = v_session.id and o.position = v_question.question_position;
      perform private.queue_evaluation(e.answer_id, e.late_answer_id, v_user_id, 'regrade: ' || p_reason)
      from public.evaluations e where e.session_id = v_session.id and e.position = v_question.question_position;
      v_answers := v_answers + found::integer;
      v_replaced := v_replaced + 1;
    end loop;
    if v_replaced > 0 then
      v_sessions := v_sessions + 1;
      perform private.record_event(v_session.id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'sessions', v_sessions, 'answers', v_answers, 'skipped', jsonb_build_object('own_sessions', v_own, 'questions', v_unfit),
    'done', v_next is null, 'next_cursor', v_next, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.regrade_interview(uuid, text, text) is 'Grades an interview again with corrected keys, one batch.';
revoke execute on function private.regrade_interview(uuid, text, text) from public, anon;
grant execute on function private.regrade_interview(uuid, text, text) to authenticated;

-- A candidate's own result. Scores only when the session is over, its grading has ended and its interview shows results. A session without an
-- interview always shows them; one whose interview has moved to another organization never does. The candidate gets the graders' text, strengths
-- and improvements, never keywords or criteria, and nothing where something was withheld. Until scores are shown, graded counts every answer
-- that no grader will look at any more: whether one waits for review or failed would show, during the session, what raises suspicion.
create or replace function private.candidate_results(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  with standing as (
    select private.results_status(p_session) as status, private.grading_counts(p_session.id) as counts,
      coalesce((
        select i.results_visible_to_candidate and i.organization_id is not distinct from p_session.organization_id
        from public.interviews i where i.id = p_session.interview_id
      ), true) as visible
  ), shown as (
    select case when t.visible or t.status = 'in_progress' then t.status else 'hidden' end as status,
      t.visible and t.status in ('ready', 'failed') as scores, t.counts
    from standing t
  )
  select jsonb_build_object(
    'status', w.status,
    'counts', jsonb_build_object(
      'total', w.counts -> 'total',
      'graded', case when w.scores then (w.counts ->> 'graded')::integer else (w.counts ->> 'total')::integer - (w.counts ->> 'open')::integer end
    ),
    'result', case when w.scores then private.result_view(p_session.id) - 'grader' end,
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', q.options,
          'answer', a.answer, 'source', a.source, 'max_score', q.points,
          'transcription', private.transcription_view(a.session_id, a.position, a.sha256)
        ) || case when w.scores then jsonb_build_object(
          'score', private.counted_score(e), 'grader', e.grader, 'provisional', e.provisional and e.overridden_score is null,
          'reviewed', e.overridden_score is not null,
          'feedback', case when e.status = 'done' and not ('withheld' = any (e.flags)) then
            jsonb_strip_nulls(jsonb_build_object(
              'text', e.feedback -> 'text', 'strengths', e.feedback -> 'strengths', 'improvements', e.feedback -> 'improvements'
            ))
          else '{}' end
        ) else '{}' end
        order by q.position
      )
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = p_session.id and q.served_at is not null
    ), '[]')
  )
  from shown w
$$;
comment on function private.candidate_results(public.interview_sessions) is 'The part of a result that its candidate may see.';
revoke execute on function private.candidate_results(public.interview_sessions) from public, anon, authenticated;
