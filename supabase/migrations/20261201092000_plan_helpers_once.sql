-- SQL-language functions are planned anew at each call, PL/pgSQL ones once a connection: every helper and every RPC that
-- returns one value is PL/pgSQL now.

create or replace function private.answers_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'position', a.position, 'answer', a.answer, 'source', a.source,
        'receipt', private.receipt(a.id, a.received_at, a.sha256, a.late_by),
        'transcription', case when t.sha256 is not null then private.transcription_view(a.session_id, a.position, a.sha256) end
      ) order by a.position
    ), '[]')
    from public.answers a
    left join public.transcriptions t on t.session_id = a.session_id and t.position = a.position and t.sha256 = a.sha256
    where a.session_id = p_session_id
  );
end
$$;

create or replace function private.attempts_left(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case when v.interview_id is null then i.attempts_allowed else v.attempts_allowed end
      - (select count(*) from public.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview_id)::integer
    from public.interviews i
    left join public.interview_invitations v
      on v.interview_id = i.id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    where i.id = p_interview_id
  );
end
$$;

create or replace function private.can_start_over(p_session public.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_session.start_over_allowed
    and (p_session.interview_id is null
      or (private.may_take(p_session.user_id, p_session.interview_id)
        and coalesce(private.attempts_left(p_session.user_id, p_session.interview_id) > 0, true)));
end
$$;

create or replace function private.candidate_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.mode, s.status, extract(epoch from s.completed_at - s.started_at) as seconds
      from public.interview_sessions s where s.user_id = p_user_id
    ), responses as (
      select o.mode, extract(epoch from a.received_at - q.served_at) as seconds
      from own o
      join public.answers a on a.session_id = o.id and a.source = 'submitted'
      join public.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
    )
    select jsonb_build_object(
      'sessions', count(*),
      'completed', count(*) filter (where o.status = 'completed'),
      'completion_rate', round(count(*) filter (where o.status = 'completed')::numeric / nullif(count(*), 0), 4),
      'average_duration_seconds', round(avg(o.seconds) filter (where o.status = 'completed'), 3),
      'response_seconds', (
        select jsonb_build_object(
          'count', count(*), 'average', round(avg(r.seconds), 3), 'minimum', round(min(r.seconds), 3), 'maximum', round(max(r.seconds), 3)
        ) from responses r
      ),
      'by_mode', coalesce((
        select jsonb_object_agg(m.mode, jsonb_build_object(
          'sessions', m.sessions, 'completed', m.completed, 'average_duration_seconds', m.seconds
        ))
        from (
          select b.mode, count(*) as sessions, count(*) filter (where b.status = 'completed') as completed,
            round(avg(b.seconds) filter (where b.status = 'completed'), 3) as seconds
          from own b group by b.mode
        ) m
      ), '{}'),
      'by_type', private.practice_analytics(p_user_id)
    )
    from own o
  );
end
$$;

create or replace function private.candidate_lock_key(p_user_id uuid)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('reprise candidate ' || p_user_id::text, 0);
end
$$;

create or replace function private.candidate_name(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'user_id', u.id, 'email', u.email,
      'name', coalesce(case when jsonb_typeof(u.raw_user_meta_data) = 'object' then u.raw_user_meta_data ->> 'full_name' end, u.email)
    )
    from auth.users u
    where u.id = p_user_id
  );
end
$$;

create or replace function private.candidate_results(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
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
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', private.shown_options(q.kind, q.options),
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
  );
end
$$;

create or replace function private.conversation_results(p_session public.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic, 'state', c.state, 'profile', c.profile, 'messages', c.last_seq, 'candidate_messages', c.candidate_messages
    ) || case when not p_reviews then '{}' else jsonb_build_object(
      'instructions', (select i.instructions from public.conversation_instructions i where i.session_id = c.session_id),
      'late_messages', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'message_id', k.message_id, 'content', k.content, 'reason', k.reason, 'sha256', k.sha256,
            'received_at', private.rfc3339(k.received_at)
          ) order by k.received_at, k.id
        )
        from public.late_messages k where k.session_id = c.session_id
      ), '[]')
    ) end
    from public.conversations c
    where c.session_id = p_session.id
  );
end
$$;

create or replace function private.conversation_view(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic,
      'state', c.state,
      'profile', c.profile,
      'last_seq', c.last_seq,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'unanswered', case when (private.reply_to(p_session.id, m.seq)).seq is null then m.message_id end,
      'reply_status', case when m.seq is null then 'ready' else private.reply_status(p_session, m.seq) end,
      'draft', c.draft,
      'draft_saved_at', private.rfc3339(c.draft_at)
    )
    from public.conversations c
    cross join private.settings t
    left join lateral (
      select m.seq, m.message_id from public.messages m
      where m.session_id = c.session_id and m.role = 'candidate'
      order by m.seq desc
      limit 1
    ) m on true
    where c.session_id = p_session.id
  );
end
$$;

create or replace function private.copy_keys(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.session_question_keys (session_id, position, correct_option, keywords, sample_solution, criteria)
  select sq.session_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria
  from public.session_questions sq
  join public.question_keys k on k.question_id = sq.question_id
  where sq.session_id = p_session_id;
end
$$;

create or replace function private.counted_score(p_evaluation public.evaluations)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(p_evaluation.overridden_score, case when p_evaluation.status = 'done' then p_evaluation.score end);
end
$$;

create or replace function private.evaluation_history_view(p_answer_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'replaced_at', private.rfc3339(h.replaced_at), 'actor', h.actor, 'reason', h.reason,
      'status', h.evaluation -> 'status', 'score', h.evaluation -> 'score', 'overridden_score', h.evaluation -> 'overridden_score',
      'grader', h.evaluation -> 'grader', 'model', h.evaluation -> 'model', 'prompt_version', h.evaluation -> 'prompt_version'
    ) order by h.id), '[]')
    from public.evaluation_history h
    where h.answer_id = p_answer_id
  );
end
$$;

create or replace function private.evaluation_job(p_evaluation public.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'answer_id', a.id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'session_id', a.session_id, 'position', a.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points,
      'answer', coalesce(l.answer, a.answer), 'late', l.id is not null,
      'keywords', coalesce(k.keywords, '[]'), 'sample_solution', k.sample_solution, 'criteria', coalesce(k.criteria, '[]')
    )
    from public.answers a
    join public.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join public.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join public.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;

create or replace function private.evaluation_view(p_evaluation public.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', p_evaluation.status, 'attempts', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'grader', p_evaluation.grader, 'provisional', p_evaluation.provisional, 'model', p_evaluation.model,
      'prompt_version', p_evaluation.prompt_version, 'input_tokens', p_evaluation.input_tokens,
      'output_tokens', p_evaluation.output_tokens, 'latency_ms', p_evaluation.latency_ms,
      'machine_score', p_evaluation.score, 'overridden_score', p_evaluation.overridden_score,
      'overridden_by', p_evaluation.overridden_by, 'override_reason', p_evaluation.override_reason,
      'feedback', p_evaluation.feedback, 'flags', p_evaluation.flags, 'error', p_evaluation.error,
      'late_answer_id', p_evaluation.late_answer_id, 'finished_at', private.rfc3339(p_evaluation.finished_at)
    )
    where p_evaluation.answer_id is not null
  );
end
$$;

create or replace function private.expired_while_away(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(q.position), '[]')
    from public.session_questions q
    join public.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session.id and q.position = p_session.position - 1
      and q.deadline_at is not null and q.closed_at >= q.deadline_at
      and not exists (
        select from public.session_questions n
        where n.session_id = q.session_id and n.position = p_session.position and n.served_at is not null
      )
  );
end
$$;

create or replace function private.flow_of(p_organization_id uuid, p_user_id uuid, p_crowded boolean)
returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_organization_id is null then p_user_id
    when not p_crowded then p_organization_id
    else md5(p_organization_id::text || p_user_id::text)::uuid
  end;
end
$$;

create or replace function private.folded_label(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    lower(normalize(left(p_text, 200), nfkc)),
    '[\u0001-\u0020\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]+', ' ', 'g'
  ));
end
$$;

create or replace function private.generation_view(p_generation public.prep_generations, p_session public.prep_sessions, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'generation_id', p_generation.id, 'kind', p_generation.request ->> 'kind', 'request', p_generation.request,
      'content', p_generation.content, 'model', p_generation.model, 'prompt_version', p_generation.prompt_version,
      'generated_at', private.rfc3339(p_generation.finished_at), 'version', p_session.version,
      'in_document', not exists (
        select from jsonb_each(p_generation.content) part, jsonb_object_keys(part.value) entry
        where (p_session.document -> part.key) ? entry is not true
      ),
      'replayed', p_replayed,
      'server_time', private.rfc3339(clock_timestamp())
    )
  );
end
$$;

create or replace function private.get_health(p_probe boolean)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'database', private.storage_state(p_probe),
      'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
      'cleanup', jsonb_build_object(
        'last_run_at', (select private.rfc3339(max(r.started_at)) from public.cleanup_runs r),
        'oldest_overdue_seconds', (
          select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
          from public.active_interview_sessions a
          where a.updated_at < now() - t.active_session_max_age
        )
      ),
      'evaluation', (
        select jsonb_build_object(
          'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
          'failed', (
            select count(*)
            from (select from public.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
          ),
          'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
        )
        from (
          select o.status, o.queued_at from public.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
        ) e
      )
    )
    from private.settings t
  );
end
$$;

create or replace function private.grade_at_once(p_kind text, p_text text, p_correct_option text, p_points integer)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_text = '' then 0
    when p_kind = 'mcq' and p_correct_option is not null then case when p_text = p_correct_option then p_points else 0 end
  end;
end
$$;

create or replace function private.grading_counts(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', count(*),
      'graded', count(*) filter (where private.counted_score(e) is not null),
      'open', count(*) filter (where e.status in ('queued', 'running')),
      'needs_review', count(*) filter (where e.status = 'needs_review' and e.overridden_score is null),
      'failed', count(*) filter (where e.status = 'failed' and e.overridden_score is null)
    )
    from public.evaluations e
    where e.session_id = p_session_id
  );
end
$$;

create or replace function private.has_time_left(p_session public.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null
        and q.deadline_at + make_interval(secs => p_session.grace_seconds) >= now()
    )
  );
end
$$;

create or replace function private.interview_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
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
  );
end
$$;

create or replace function private.invalid_request(p_argument text, p_message text)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse(422, 'invalid_request', p_argument || ': ' || p_message, jsonb_build_object(
    'errors', jsonb_build_array(jsonb_build_object('loc', jsonb_build_array(p_argument), 'msg', p_message))
  ));
end
$$;

create or replace function private.invited(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.interview_invitations v
      where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
    )
  );
end
$$;

create or replace function private.invited_extra_time(p_user_id uuid, p_interview_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(max(v.extra_time_percent), 0)
    from public.interview_invitations v
    where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
  );
end
$$;

create or replace function private.is_live(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.active_interview_sessions a, private.settings t
      where a.session_id = p_session_id and a.updated_at >= now() - t.active_session_max_age
    )
  );
end
$$;

create or replace function private.is_the_answer(p_session_id uuid, p_position integer, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.answers a
      where a.session_id = p_session_id and a.position = p_position and a.sha256 = private.sha256_hex(p_text)
    )
  );
end
$$;

create or replace function private.job_bytes(p_evaluation public.evaluations)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select octet_length(coalesce(l.answer, a.answer))::bigint + octet_length(q.prompt) + coalesce(octet_length(k.sample_solution), 0)
      + coalesce(octet_length(k.keywords::text), 0) + coalesce(octet_length(k.criteria::text), 0)
    from public.answers a
    join public.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join public.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join public.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;

create or replace function private.join_shelves(p_question_ids uuid[])
returns void
language plpgsql set search_path = ''
as $$
begin
  with placed as (
    insert into private.shelf_places (shelf_id, number, question_id)
    select h.id, h.active_count + row_number() over (partition by h.id order by q.id), q.id
    from public.questions q
    join private.question_shelves h using (interview_type, domain, difficulty)
    where q.id = any (p_question_ids)
    returning shelf_id
  )
  update private.question_shelves h
  set active_count = h.active_count + more.places
  from (select p.shelf_id, count(*) as places from placed p group by p.shelf_id) more
  where h.id = more.shelf_id;
end
$$;

create or replace function private.json_values(p_json jsonb)
returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_array_length(jsonb_path_query_array(p_json, 'strict $.**.type()'));
end
$$;

create or replace function private.keep_transcription(p_session_id uuid, p_position integer, p_text text, p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.transcriptions (session_id, position, sha256, text, duration_seconds)
  select p_session_id, p_position, k.sha256, p_transcription ->> 'text', (p_transcription ->> 'duration_seconds')::numeric
  from (
    select a.sha256 from public.answers a
    where a.session_id = p_session_id and a.position = p_position and (a.sha256 = private.sha256_hex(p_text) or p_text = '')
    union
    select l.sha256 from public.late_answers l
    where l.session_id = p_session_id and l.position = p_position and l.sha256 = private.sha256_hex(p_text)
  ) k
  on conflict do nothing;
end
$$;

create or replace function private.keep_unless_answer(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  return coalesce(p_text, '') <> '' and case
    when p_session.mode = 'conversation' then private.keep_message(p_session, null, p_text, 'late_draft', p_lease)
    else private.is_the_answer(p_session.id, p_position, p_text)
      or (private.keep_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  end;
end
$$;

create or replace function private.kept_text(p_session_id uuid, p_position integer, p_text text, p_reason text, p_lease integer)
returns public.late_answers
language plpgsql stable set search_path = ''
as $$
declare
  v_row public.late_answers;
begin
  select k.* into v_row from public.late_answers k
  where k.session_id = p_session_id and k.position = p_position and k.reason = p_reason
    and k.sha256 = private.sha256_hex(p_text)
    and (k.reason <> 'late_draft' or k.lease_number = p_lease);
  return v_row;
end
$$;

create or replace function private.lease_view(p_active public.active_interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'client_id', p_active.client_id,
      'number', p_active.lease_number,
      'expires_at', private.rfc3339(p_active.lease_expires_at),
      'heartbeat_seconds', t.heartbeat_seconds,
      'draft_seconds', t.draft_seconds
    )
    from private.settings t
    where p_active.user_id is not null
  );
end
$$;

create or replace function private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(private.candidate_lock_key(p_user_id));
end
$$;

create or replace function private.may_take(p_user_id uuid, p_interview_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.interviews i
      where i.id = p_interview_id and i.status = 'published'
        and (i.is_public or private.invited(p_user_id, p_interview_id))
    )
  );
end
$$;

create or replace function private.message_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions, p_message public.messages
)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session', private.session_summary(p_session),
      'lease', private.lease_view(p_active),
      'message', private.message_view(p_message),
      'reply', private.message_view(private.reply_to(p_session.id, p_message.seq)),
      'reply_status', private.reply_status(p_session, p_message.seq),
      'state', c.state,
      'profile', c.profile,
      'last_seq', c.last_seq,
      'retry_after_seconds', null,
      'server_time', private.rfc3339(clock_timestamp())
    )
    from public.conversations c
    where c.session_id = p_session.id
  );
end
$$;

create or replace function private.message_view(p_message public.messages)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'seq', p_message.seq,
      'message_id', p_message.message_id,
      'role', p_message.role,
      'content', p_message.content,
      'source', p_message.source,
      'replies_to_seq', p_message.replies_to_seq,
      'sha256', p_message.sha256,
      'created_at', private.rfc3339(p_message.created_at)
    )
    where p_message.seq is not null
  );
end
$$;

create or replace function private.open_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.session_results (session_id, maximum, max_attempts)
  select p_session_id, (select sum(q.points) from public.session_questions q where q.session_id = p_session_id), t.evaluation_max_attempts
  from private.settings t
  on conflict (session_id) do nothing;
end
$$;

create or replace function private.practice_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.interview_type, s.domain, s.status, extract(epoch from s.completed_at - s.started_at) as seconds,
        case when r.status in ('ready', 'failed') then r.percentage end as percentage
      from public.interview_sessions s
      left join public.session_results r on r.session_id = s.id
      where s.user_id = p_user_id and s.mode = 'practice'
    ), responses as (
      select o.interview_type, o.domain, jsonb_build_object(
        'count', count(*), 'average', round(avg(t.seconds), 3), 'minimum', round(min(t.seconds), 3), 'maximum', round(max(t.seconds), 3)
      ) as numbers
      from own o
      join public.answers a on a.session_id = o.id and a.source = 'submitted'
      join public.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
      cross join lateral (select extract(epoch from a.received_at - q.served_at) as seconds) t
      group by o.interview_type, o.domain
    ), kinds as (
      select o.interview_type, o.domain, count(*) as sessions,
        count(*) filter (where o.status = 'completed') as completed,
        round(count(*) filter (where o.status = 'completed')::numeric / count(*), 4) as completion_rate,
        round(avg(o.seconds), 3) as average_duration_seconds,
        round(avg(o.percentage), 2) as average_percentage
      from own o
      group by o.interview_type, o.domain
    )
    select coalesce(jsonb_agg(
      to_jsonb(k) || jsonb_build_object('response_seconds', coalesce(
        r.numbers, '{"count": 0, "average": null, "minimum": null, "maximum": null}'
      ))
      order by k.interview_type, k.domain nulls first
    ), '[]')
    from kinds k
    left join responses r on r.interview_type = k.interview_type and r.domain is not distinct from k.domain
  );
end
$$;

create or replace function private.prep_document_fits(p_document jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return case when private.json_values(p_document) <= 20000 then octet_length(p_document::text) <= 1048576 else false end;
end
$$;

create or replace function private.prep_session_summary(p_session public.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id, 'name', p_session.name, 'mode', p_session.mode, 'job_id', p_session.job_id, 'skill', p_session.skill,
    'template', p_session.template, 'version', p_session.version,
    'created_at', private.rfc3339(p_session.created_at), 'updated_at', private.rfc3339(p_session.updated_at)
  );
end
$$;

create or replace function private.prep_session_view(p_session public.prep_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return private.prep_session_summary(p_session) || jsonb_build_object(
    'document', p_session.document, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;

create or replace function private.prep_share_view(p_share public.prep_shares)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_share.id, 'created_at', private.rfc3339(p_share.created_at), 'expires_at', private.rfc3339(p_share.expires_at)
  );
end
$$;

create or replace function private.question_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
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
  );
end
$$;

create or replace function private.question_view(p_session public.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'position', q.position,
      'kind', q.kind,
      'prompt', q.prompt,
      'options', private.shown_options(q.kind, q.options),
      'points', q.points,
      'time_limit_seconds', q.time_limit_seconds,
      'served_at', private.rfc3339(q.served_at),
      'deadline_at', private.rfc3339(q.deadline_at),
      'grace_seconds', p_session.grace_seconds,
      'remaining_seconds', private.remaining_seconds(q.deadline_at),
      'draft', q.draft
    )
    from public.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position
      and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
  );
end
$$;

create or replace function private.receipt(p_id uuid, p_received_at timestamptz, p_sha256 text, p_late_by interval)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answer_id', p_id,
    'received_at', private.rfc3339(p_received_at),
    'sha256', p_sha256,
    'late_by_seconds', trim_scale(round(extract(epoch from p_late_by), 3))
  );
end
$$;

create or replace function private.refused_share(p_own public.model_reservations, p_amount bigint, p_daily_limit bigint, p_spent bigint)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    with held as (
      select r.organization_id, r.user_id, r.tokens from public.model_reservations r
      where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id
      union all select p_own.organization_id, p_own.user_id, p_own.tokens
    ), limits as (
      select 'day' as kind, p_spent as spent, (select sum(h.tokens) from held h) as held, coalesce(p_daily_limit, -1) as most
      union all
      select s.kind,
        coalesce((select m.tokens from public.model_shares m where m.day = p_own.day and m.kind = s.kind and m.holder = s.holder), 0),
        (
          select sum(h.tokens) from held h
          where h.user_id is not null and h.organization_id is not distinct from s.organization_id
            and (s.user_id is null or h.user_id = s.user_id)
        ),
        s.most
      from private.shares_of(p_own.organization_id, p_own.user_id, p_daily_limit) s
    )
    select jsonb_build_object(
      'refused_by', l.kind,
      'wait_seconds', case when l.spent + p_amount > l.most
        then greatest(ceil(extract(epoch from (p_own.day + 1)::timestamp at time zone 'UTC' - now())), 30) else 30 end
    )
    from limits l
    where l.spent + l.held + p_amount > l.most
      and (l.kind in ('day', 'users') or l.spent + l.held > 0 or l.most = 0)
    order by l.spent + p_amount > l.most desc, l.kind = 'day'
    limit 1
  );
end
$$;

create or replace function private.remaining_seconds(p_deadline_at timestamptz)
returns numeric
language plpgsql volatile set search_path = ''
as $$
begin
  return case when p_deadline_at is not null then
    trim_scale(round(greatest(extract(epoch from p_deadline_at - clock_timestamp()), 0), 3))
  end;
end
$$;

create or replace function private.repeats_answer(p_answer public.answers, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(
      (p_answer.source = 'submitted' and p_answer.sha256 = private.sha256_hex(p_text))
        or (p_answer.source = 'draft' and p_text = '' and exists (
          select from public.session_questions q
          join public.interview_sessions s on s.id = q.session_id
          where q.session_id = p_answer.session_id and q.position = p_answer.position and q.position < s.position
            and (q.deadline_at is null or q.closed_at < q.deadline_at + make_interval(secs => s.grace_seconds))
        )),
      false
    )
  );
end
$$;

create or replace function private.reply_context(p_session public.interview_sessions, p_seq integer, p_tokens integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with turns as (
      select m.seq, m.place, m.role, m.content,
        sum(octet_length(m.content) / 3 + 8) over (order by m.place desc, m.seq desc) as tokens
      from (
        select m.seq, coalesce(m.replies_to_seq, m.seq) as place, m.role, m.content from public.messages m
        where m.session_id = p_session.id
        order by m.seq desc
        limit 200
      ) m
    )
    select jsonb_build_object(
      'title', case when p_session.interview_id is not null then p_session.title end,
      'topic', c.topic,
      'instructions', (select i.instructions from public.conversation_instructions i where i.session_id = c.session_id),
      'state', c.state,
      'profile', c.profile,
      'candidate_messages', c.candidate_messages,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'scripted_replies', (
        select count(*) from public.messages m
        where m.session_id = c.session_id and m.source = 'script' and m.replies_to_seq is not null
      ),
      'turns', (
        select jsonb_agg(jsonb_build_object('role', n.role, 'content', n.content) order by n.place, n.seq)
        from turns n where n.tokens <= p_tokens or n.seq = p_seq
      )
    )
    from public.conversations c, private.settings t
    where c.session_id = p_session.id
  );
end
$$;

create or replace function private.reply_status(p_session public.interview_sessions, p_seq integer)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return case
    when (private.reply_to(p_session.id, p_seq)).seq is not null then 'ready'
    when p_session.status = 'in_progress' then 'pending'
    else 'none'
  end;
end
$$;

create or replace function private.reply_to(p_session_id uuid, p_seq integer)
returns public.messages
language plpgsql stable set search_path = ''
as $$
declare
  v_row public.messages;
begin
  select r.* into v_row from public.messages r
  where r.session_id = p_session_id and r.replies_to_seq >= p_seq
  order by r.replies_to_seq
  limit 1;
  return v_row;
end
$$;

create or replace function private.result_row(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select private.session_summary(p_session) || jsonb_build_object(
      'candidate', private.candidate_name(p_session.user_id),
      'results_status', private.results_status(p_session),
      'score', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', coalesce(r.all_graded, false),
      'recommendation', r.recommendation,
      'flags', to_jsonb(array(
        select distinct f from public.evaluations e, unnest(e.flags) f where e.session_id = p_session.id
        union select 'late_answers' where exists (
          select from public.late_answers k where k.session_id = p_session.id and k.accepted_at is null
        )
        union select 'needs_review' where exists (
          select from public.evaluations e where e.session_id = p_session.id and e.status = 'needs_review' and e.overridden_score is null
        )
        union select 'failed' where exists (
          select from public.evaluations e where e.session_id = p_session.id and e.status = 'failed' and e.overridden_score is null
        )
      ))
    )
    from (select 1) one
    left join public.session_results r on r.session_id = p_session.id
  );
end
$$;

create or replace function private.result_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', r.all_graded,
      'note', case when not r.all_graded then 'Not all answers are graded.' end,
      'summary', r.summary, 'strengths', r.strengths, 'improvements', r.improvements,
      'recommendation', r.recommendation, 'advisory', true, 'grader', r.grader
    )
    from public.session_results r
    where r.session_id = p_session_id and r.status in ('ready', 'failed')
  );
end
$$;

create or replace function private.results_status(p_session public.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select case
      when p_session.status = 'in_progress' then 'in_progress'
      when p_session.mode = 'conversation' and p_session.status = 'completed' then 'ready'
      else coalesce(
        (select case r.status when 'running' then 'grading' else r.status end
         from public.session_results r where r.session_id = p_session.id),
        'closed'
      )
    end
  );
end
$$;

create or replace function private.resumable_session(p_user_id uuid)
returns public.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_row public.interview_sessions;
begin
  select s.* into v_row
  from public.interview_sessions s
  left join public.active_interview_sessions a on a.session_id = s.id
  left join public.session_questions last on last.session_id = s.id and last.position = s.question_count - 1
  where s.user_id = p_user_id and s.status = 'in_progress' and (s.resume_until >= now() or private.has_time_left(s))
    and not coalesce(last.deadline_at + make_interval(secs => s.grace_seconds) < now(), false)
  order by (a.user_id is not null) desc, s.started_at desc, s.id desc
  limit 1;
  return v_row;
end
$$;

create or replace function private.retry_delay(p_attempt integer, p_asked_seconds numeric)
returns interval
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select make_interval(secs => greatest(
      least(t.evaluation_backoff_seconds * 2 ^ (p_attempt - 1), 3600) * (1 + random() / 2),
      least(coalesce(p_asked_seconds, 0), 86400)
    ))
    from private.settings t
  );
end
$$;

create or replace function private.reviewer_results(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', private.results_status(p_session),
      'candidate', private.candidate_name(p_session.user_id),
      'counts', private.grading_counts(p_session.id),
      'result', private.result_view(p_session.id),
      'answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', private.shown_options(q.kind, q.options), 'points', q.points,
            'time_limit_seconds', q.time_limit_seconds, 'served_at', private.rfc3339(q.served_at),
            'closed_at', private.rfc3339(q.closed_at), 'answer_id', a.id, 'answer', a.answer, 'source', a.source,
            'received_at', private.rfc3339(a.received_at), 'sha256', a.sha256,
            'transcription', private.transcription_view(a.session_id, a.position, a.sha256),
            'key', to_jsonb(k) - '{session_id,position}'::text[],
            'score', private.counted_score(e), 'max_score', q.points, 'grader', e.grader,
            'provisional', e.provisional and e.overridden_score is null,
            'evaluation', private.evaluation_view(e), 'history', private.evaluation_history_view(e.answer_id)
          ) order by q.position
        )
        from public.session_questions q
        left join public.answers a on a.session_id = q.session_id and a.position = q.position
        left join public.session_question_keys k on k.session_id = q.session_id and k.position = q.position
        left join public.evaluations e on e.answer_id = a.id
        where q.session_id = p_session.id
      ), '[]'),
      'late_answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'position', k.position, 'answer', k.answer, 'reason', k.reason, 'received_at', private.rfc3339(k.received_at),
            'late_by_seconds', trim_scale(round(extract(epoch from k.late_by), 3)), 'sha256', k.sha256,
            'accepted_at', private.rfc3339(k.accepted_at),
            'transcription', private.transcription_view(k.session_id, k.position, k.sha256)
          ) order by k.received_at, k.id
        )
        from public.late_answers k where k.session_id = p_session.id
      ), '[]'),
      'events', coalesce((
        select jsonb_agg(
          jsonb_build_object('at', private.rfc3339(v.at), 'actor', v.actor, 'event', v.event, 'detail', v.detail) order by v.id
        )
        from public.session_events v where v.session_id = p_session.id
      ), '[]')
    )
  );
end
$$;

create or replace function private.reviews_interview(p_interview_id uuid, p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from private.organizations_of_caller(p_roles) o (id)
      where exists (select from public.interviews i where i.id = p_interview_id and i.organization_id = o.id)
        or exists (select from public.interview_sessions s where s.organization_id = o.id and s.interview_id = p_interview_id)
    )
  );
end
$$;

create or replace function private.reviews_session(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.interview_sessions s
      where s.id = p_session_id and s.organization_id in (select private.organizations_of_caller())
        and s.user_id <> (select auth.uid())
    )
  );
end
$$;

create or replace function private.rfc3339(p_at timestamptz)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$$;

create or replace function private.session_summary(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id,
    'mode', p_session.mode,
    'interview_id', p_session.interview_id,
    'title', p_session.title,
    'status', p_session.status,
    'position', p_session.position,
    'question_count', p_session.question_count,
    'time_limits', p_session.time_limits,
    'started_at', private.rfc3339(p_session.started_at),
    'resume_until', private.rfc3339(p_session.resume_until),
    'completed_at', private.rfc3339(p_session.completed_at),
    'closed_reason', p_session.closed_reason,
    'extra_time_percent', p_session.extra_time_percent,
    'practice', case when p_session.mode = 'practice' then jsonb_build_object(
      'interview_type', p_session.interview_type, 'domain', p_session.domain, 'difficulty', p_session.difficulty
    ) end
  );
end
$$;

create or replace function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', private.answers_view(p_session.id),
    'conversation', case when p_session.mode = 'conversation' then private.conversation_view(p_session) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;

create or replace function private.sha256_hex(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return encode(sha256(convert_to(p_text, 'UTF8')), 'hex');
end
$$;

create or replace function private.store_answer(
  p_session_id uuid, p_position integer, p_answer text, p_source text, p_received_at timestamptz
)
returns public.answers
language plpgsql set search_path = ''
as $$
declare
  v_row public.answers;
begin
  insert into public.answers (session_id, position, answer, source, sha256, received_at)
  values (p_session_id, p_position, p_answer, p_source, private.sha256_hex(p_answer), p_received_at)
  returning * into v_row;
  return v_row;
end
$$;

create or replace function private.summary_job(p_result public.session_results)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session_id', s.id, 'token', p_result.claim_token, 'attempt', p_result.attempts, 'max_attempts', p_result.max_attempts,
      'title', s.title, 'mode', s.mode, 'total', p_result.total, 'maximum', p_result.maximum, 'percentage', p_result.percentage,
      'all_graded', p_result.all_graded,
      'answers', (
        select jsonb_agg(jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points, 'source', a.source, 'status', e.status,
          'score', private.counted_score(e), 'feedback', e.feedback
        ) order by q.position)
        from public.session_questions q
        left join public.answers a on a.session_id = q.session_id and a.position = q.position
        left join public.evaluations e on e.answer_id = a.id
        where q.session_id = s.id
      )
    )
    from public.interview_sessions s
    where s.id = p_result.session_id
  );
end
$$;

create or replace function private.told_if_kept(p_result jsonb, p_kept boolean)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_set(p_result, '{problem}', (p_result -> 'problem') || jsonb_build_object('kept', p_kept) || case when p_kept then '{}' else
    jsonb_build_object('detail', (p_result #>> '{problem,detail}') || ' Your message was not kept: copy its text before you go on.')
  end);
end
$$;

create or replace function private.transcription_view(p_session_id uuid, p_position integer, p_sha256 text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'text', t.text, 'duration_seconds', trim_scale(t.duration_seconds), 'received_at', private.rfc3339(t.received_at)
    )
    from public.transcriptions t
    where t.session_id = p_session_id and t.position = p_position and t.sha256 = p_sha256
  );
end
$$;

create or replace function private.welcome_back(p_session public.interview_sessions, p_client_id uuid default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select private.session_summary(p_session) || jsonb_build_object(
      'question_number', q.position + 1,
      'time_remaining_seconds', coalesce(
        private.remaining_seconds(q.deadline_at),
        trim_scale(q.time_limit_seconds * (100 + p_session.extra_time_percent) / 100.0)
      ),
      'time_expired', coalesce(q.deadline_at + make_interval(secs => p_session.grace_seconds) < now(), false),
      'live_elsewhere', exists (
        select from public.active_interview_sessions a
        where a.session_id = p_session.id and a.lease_expires_at > now() and a.client_id is distinct from p_client_id
      ),
      'can_start_over', private.can_start_over(p_session)
    )
    from (values (p_session.id, p_session.position)) as current (session_id, position)
    left join public.session_questions q using (session_id, position)
  );
end
$$;

create or replace function private.write_cursor(p_session public.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (extract(epoch from p_session.started_at) * 1000000)::bigint || '.' || p_session.id;
end
$$;

create or replace function public.add_message(session_id uuid, lease integer, message_id uuid, content text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.add_message(session_id, lease, message_id, content);
end
$$;

create or replace function public.claim_evaluations(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_evaluations(batch_size);
end
$$;

create or replace function public.claim_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_generation(generation_id);
end
$$;

create or replace function public.claim_reply(session_id uuid, message_id uuid, context_tokens integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_reply(session_id, message_id, context_tokens);
end
$$;

create or replace function public.claim_summaries(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_summaries(batch_size);
end
$$;

create or replace function public.clear_stuck_session()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.clear_stuck_session();
end
$$;

create or replace function public.complete_evaluation(answer_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_evaluation(answer_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;

create or replace function public.complete_generation(generation_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.complete_generation(generation_id, token, result);
end
$$;

create or replace function public.complete_reply(session_id uuid, token uuid, reply jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_reply(session_id, token, case jsonb_typeof(reply) when 'string' then (reply #>> '{}')::jsonb else reply end);
end
$$;

create or replace function public.complete_summary(session_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_summary(session_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;

create or replace function public.create_prep_session(
  name text default null, mode text default null, job_id text default null, skill text default null,
  template text default null, prep_session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.create_prep_session(name, mode, job_id, skill, template, prep_session_id);
end
$$;

create or replace function public.delete_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.delete_prep_session(prep_session_id);
end
$$;

create or replace function public.fail_evaluation(
  answer_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_evaluation(answer_id, token, error, retry_after_seconds, permanent);
end
$$;

create or replace function public.fail_generation(generation_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_generation(generation_id, token, give_back);
end
$$;

create or replace function public.fail_reply(session_id uuid, token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_reply(session_id, token);
end
$$;

create or replace function public.fail_summary(
  session_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_summary(session_id, token, error, retry_after_seconds, permanent);
end
$$;

create or replace function public.finish_session(session_id uuid, lease integer, outcome text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.finish_session(session_id, lease, outcome);
end
$$;

create or replace function public.get_active_session(client_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_active_session(client_id);
end
$$;

create or replace function public.get_analytics(interview_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_analytics(interview_id);
end
$$;

create or replace function public.get_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_generation(generation_id);
end
$$;

create or replace function public.get_health(probe boolean default true)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
begin
  return private.get_health(probe);
end
$$;

create or replace function public.get_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_prep_session(prep_session_id);
end
$$;

create or replace function public.get_question_facets()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_question_facets();
end
$$;

create or replace function public.get_results(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_results(session_id);
end
$$;

create or replace function public.get_shared_prep(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_shared_prep(token);
end
$$;

create or replace function public.heartbeat(
  session_id uuid, lease integer, draft_position integer default null, draft_text text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.heartbeat(session_id, lease, draft_position, draft_text);
end
$$;

create or replace function public.list_messages(session_id uuid, after integer default 0, page_size integer default 50)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_messages(session_id, after, page_size);
end
$$;

create or replace function public.list_prep_sessions(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_sessions(cursor, page_size);
end
$$;

create or replace function public.list_prep_shares(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_shares(prep_session_id);
end
$$;

create or replace function public.list_prep_templates()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_templates();
end
$$;

create or replace function public.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_results(interview_id, cursor, page_size, status);
end
$$;

create or replace function public.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null,
  interview_type text default null, domain text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_sessions(cursor, page_size, status, mode, interview_type, domain);
end
$$;

create or replace function public.patch_prep_session(prep_session_id uuid, patch jsonb, version integer default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.patch_prep_session(prep_session_id, patch, version);
end
$$;

create or replace function public.regrade_interview(interview_id uuid, reason text, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.regrade_interview(interview_id, reason, cursor);
end
$$;

create or replace function public.release_evaluation(
  answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null, share text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.release_evaluation(answer_id, token, wait_seconds, error, share);
end
$$;

create or replace function public.release_summary(session_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.release_summary(session_id, token, wait_seconds, error);
end
$$;

create or replace function public.reserve_tokens(
  run_id uuid, amount integer, daily_limit bigint, used bigint default 0, session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.reserve_tokens(run_id, amount, daily_limit, used, session_id);
end
$$;

create or replace function public.resume_session(
  client_id uuid, session_id uuid default null, takeover boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.resume_session(session_id, client_id, takeover);
end
$$;

create or replace function public.review_session(session_id uuid, action text, reason text, arguments jsonb default '{}')
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.review_session(session_id, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end);
end
$$;

create or replace function public.revoke_prep_share(prep_session_id uuid, share_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.revoke_prep_share(prep_session_id, share_id);
end
$$;

create or replace function public.run_cleanup(batch_size integer default 200, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.run_cleanup(batch_size, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;

create or replace function public.settle_tokens(run_id uuid, used bigint)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.settle_tokens(run_id, used);
end
$$;

create or replace function public.share_prep_session(prep_session_id uuid, expires_in_hours integer default 168)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.share_prep_session(prep_session_id, expires_in_hours);
end
$$;

create or replace function public.start_generation(
  prep_session_id uuid, kind text, skill text default null, depth text default null, count integer default null,
  refresh boolean default false, stored_only boolean default false,
  request_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.start_generation(prep_session_id, kind, skill, depth, count, refresh, stored_only, request_id);
end
$$;

create or replace function public.start_session(
  client_id uuid, interview_id uuid default null, session_id uuid default null, start_over boolean default false,
  practice jsonb default null, conversation jsonb default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- Some gateways hand an object over as the text of one.
  return private.start_session(
    session_id, client_id, interview_id, start_over,
    nullif(case jsonb_typeof(practice) when 'string' then (practice #>> '{}')::jsonb else practice end, 'null'),
    nullif(case jsonb_typeof(conversation) when 'string' then (conversation #>> '{}')::jsonb else conversation end, 'null')
  );
end
$$;

create or replace function public.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false, transcription jsonb default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms'
as $$
begin
  -- Some gateways hand an object over as the text of one.
  return private.submit_answer(
    session_id, question_position, answer, lease, client_submitted_at, time_expired,
    nullif(case jsonb_typeof(transcription) when 'string' then (transcription #>> '{}')::jsonb else transcription end, 'null')
  );
end
$$;

create or replace function public.take_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.take_export();
end
$$;

-- Looks at tables only when the cheap conditions hold, for every draft and answer.
create or replace function private.reverse_expiry(p_session public.interview_sessions, p_position integer, p_lease integer)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := p_session;
begin
  if p_lease is distinct from p_session.lease_number
    or p_position <> p_session.position - 1
    or not (p_session.status = 'in_progress' or p_session.closed_reason = 'expired')
  then
    return v_session;
  end if;
  if not exists (
    select from public.session_questions q
    join public.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session.id and q.position = p_position and q.closed_at >= now() and q.deadline_at is not null
  ) or exists (
    select from public.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position and q.served_at is not null
  ) or exists (
    select from public.active_interview_sessions a
    where a.user_id = p_session.user_id and a.session_id <> p_session.id
  ) or exists (
    select from public.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
      and s.id <> p_session.id
  ) then
    return v_session;
  end if;
  delete from public.answers a where a.session_id = p_session.id and a.position = p_position;
  update public.session_questions q set closed_at = null where q.session_id = p_session.id and q.position = p_position;
  update public.interview_sessions s
  set position = p_position, status = 'in_progress', closed_at = null, completed_at = null, closed_reason = null
  where s.id = p_session.id
  returning * into v_session;
  perform private.record_event(v_session.id, v_session.user_id, 'expiry_reversed', jsonb_build_object('position', p_position));
  return v_session;
end
$$;

create or replace function private.serve_question(p_session public.interview_sessions)
returns void
language plpgsql set search_path = ''
as $$
begin
  update public.session_questions q
  set served_at = clock.reads,
    deadline_at = clock.reads
      + make_interval(secs => q.time_limit_seconds * (100 + p_session.extra_time_percent) / 100.0)
  from (select clock_timestamp() as reads) clock
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress';
end
$$;

create or replace function private.record_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.session_events (session_id, actor, event, detail) values (p_session_id, p_actor, p_event, p_detail);
end
$$;
