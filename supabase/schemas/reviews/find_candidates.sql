-- Returns who was invited to an interview and who started it, as far as the caller reviews them: sessions of the caller's organizations without
-- the caller's own, and invitations and rights without a session. The rows are sorted by (number, label, id desc), after the row of the
-- cursor, p_limit at most. Without a query, flag or decision, and newest first, it reads only the newest rows of each kind; otherwise every
-- session of the interview. While reviews are hidden, a decision counts only if it is the caller's own. An organization may write a right for
-- any id: it learns the name and the address of people it knows only ("known"), who accepted an invitation of it or have a session of it.
create function reprise_private.find_candidates(
  p_interview_id uuid, p_limit integer, p_after_number numeric, p_after_label text, p_after_id uuid,
  p_status text, p_query text, p_sort text, p_flag text, p_decision text, p_state text
)
returns table (id uuid, session_id uuid, invited_email text, user_id uuid, known boolean, state text, since timestamptz, number numeric, label text)
language plpgsql stable set search_path = '' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_user_id uuid := reprise_private.caller_id();
  v_organizations uuid[] := array(select reprise_private.organizations_of_caller());
  v_organization_id uuid := (select i.organization_id from reprise.interviews i where i.id = p_interview_id);
  v_quick boolean := p_sort = '-started_at' and num_nonnulls(p_query, p_flag, p_decision) = 0;
  v_most integer := case when v_quick then p_limit end;
  v_before timestamptz := case when v_quick and p_after_id is not null
    then timestamptz 'epoch' - p_after_number * interval '1 microsecond' else 'infinity' end;
  v_before_id uuid := coalesce(case when v_quick then p_after_id end, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  v_blind boolean := exists (select from reprise.review_rules r where r.interview_id = p_interview_id and r.blind);
begin
  return query
  with taken as (
    select s.id, s.id as session_id, null::text as email, s.user_id, true as known, s.status as state, s.started_at as since
    from reprise.interview_sessions s
    where s.interview_id = p_interview_id and s.organization_id = any (v_organizations) and s.user_id <> v_user_id
      and (p_status is null or s.status = p_status) and (p_state is null or s.status = p_state)
      and (s.started_at, s.id) < (v_before, v_before_id)
    order by s.started_at desc, s.id desc
    limit v_most
  ), invited as (
    select v.id, null::uuid as session_id, v.email, v.user_id, true as known,
      case when v.expires_at <= now() then 'expired' when coalesce(v.opened_at, v.accepted_at) is not null then 'opened' else 'invited' end as state,
      v.created_at as since
    from reprise.invitations v
    where p_status is null and coalesce(p_state in ('invited', 'opened', 'expired'), true)
      and v.interview_id = p_interview_id and v.organization_id = any (v_organizations) and v.places is null and v.revoked_at is null
      and v.user_id is distinct from v_user_id
      and not exists (select from reprise.interview_sessions s where s.interview_id = p_interview_id and s.user_id = v.user_id)
      and (v.user_id is null or exists (
        select from reprise.interview_invitations r where r.interview_id = p_interview_id and r.user_id = v.user_id
      ))
      and (p_state is null or p_state =
        case when v.expires_at <= now() then 'expired' when coalesce(v.opened_at, v.accepted_at) is not null then 'opened' else 'invited' end)
      and (v.created_at, v.id) < (v_before, v_before_id)
    order by v.created_at desc, v.id desc
    limit v_most
  ), entitled as (
    select r.user_id as id, null::uuid as session_id, null::text as email, r.user_id,
      exists (select from reprise.invitations v where v.user_id = r.user_id and v.organization_id = v_organization_id)
        or exists (select from reprise.interview_sessions s where s.user_id = r.user_id and s.organization_id = v_organization_id) as known,
      case when r.expires_at <= now() then 'expired' else 'invited' end as state, r.created_at as since
    from reprise.interview_invitations r
    where p_status is null and coalesce(p_state in ('invited', 'expired'), true)
      and r.interview_id = p_interview_id and r.interview_id in (select reprise_private.interviews_of_caller()) and r.user_id <> v_user_id
      and not exists (select from reprise.interview_sessions s where s.interview_id = p_interview_id and s.user_id = r.user_id)
      and not exists (
        select from reprise.invitations v
        where v.interview_id = p_interview_id and v.user_id = r.user_id and v.places is null and v.revoked_at is null
      )
      and (p_state is null or p_state = case when r.expires_at <= now() then 'expired' else 'invited' end)
      and (r.created_at, r.user_id) < (v_before, v_before_id)
  ), people as (
    select c.*, lower(coalesce(u.email, c.email, '')) as address,
      -- Not read at all if it is large: its owner wrote it.
      lower(btrim(left(case when pg_column_size(u.raw_user_meta_data) < 16384 and jsonb_typeof(u.raw_user_meta_data -> 'full_name') = 'string'
        then u.raw_user_meta_data ->> 'full_name' end, 200))) as name
    from (select * from taken union all select * from invited union all select * from entitled) c
    left join auth.users u on u.id = c.user_id and c.known and not v_quick
  ), placed as (
    select p.*,
      case p_sort
        when '-started_at' then -extract(epoch from p.since) * 1000000
        when 'started_at' then extract(epoch from p.since) * 1000000
        when '-score' then -coalesce(o.total, -1)
        when 'score' then coalesce(o.total, 99999999)
        else 0
      end::numeric as number,
      case when p_sort = 'name' then left(coalesce(nullif(p.name, ''), p.address), 50) else '' end as label
    from people p
    left join reprise.session_results o on o.session_id = p.session_id and p_sort in ('score', '-score')
    where (p_query is null or strpos(p.address, p_query) > 0 or strpos(p.name, p_query) > 0)
      and (p_flag is null or (p.session_id is not null and (
        (p_flag in ('needs_person', 'needs_review', 'failed') and exists (
          select from reprise.evaluations e
          where e.session_id = p.session_id and e.status in ('needs_review', 'failed') and e.overridden_score is null
            and (p_flag = 'needs_person' or e.status = p_flag)
        ))
        or (p_flag in ('needs_person', 'late_answers') and exists (
          select from reprise.late_answers k where k.session_id = p.session_id and k.accepted_at is null
        ))
        or (p_flag not in ('needs_person', 'needs_review', 'failed', 'late_answers') and exists (
          select from reprise.evaluations e where e.session_id = p.session_id and e.flags @> array[p_flag]
        ))
      )))
      and (p_decision is null or p_decision = coalesce((
        select d.decision from reprise.decisions d
        where d.session_id = p.session_id and (not v_blind or d.decided_by = v_user_id or exists (
          select from reprise.scorecards c where c.session_id = d.session_id and c.reviewer = v_user_id
        ))
        order by d.id desc limit 1
      ), 'none'))
  )
  select o.id, o.session_id, o.email, o.user_id, o.known, o.state, o.since, o.number, o.label
  from placed o
  where p_after_id is null or (o.number, o.label) > (p_after_number, p_after_label)
    or (o.number, o.label) = (p_after_number, p_after_label) and o.id < p_after_id
  order by o.number, o.label, o.id desc
  limit p_limit;
end
$$;
comment on function reprise_private.find_candidates is 'Returns who was invited to an interview and who started it, sorted and filtered.';
