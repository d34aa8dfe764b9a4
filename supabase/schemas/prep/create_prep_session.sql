-- nothing → a prep session of the caller, empty or a copy of a template, which also supplies missing name, mode and skill. Locks the user,
-- so the limit of 100 holds for concurrent calls. A repeat with the same id returns the stored prep session, replayed. An id that another
-- user has is treated like an unused one.
-- Errors: invalid_request, not_authenticated, prep_template_not_found, limit_reached, rate_limited.
create function reprise_private.create_prep_session(
  p_name text, p_mode text, p_job_id text, p_skill text, p_template text, p_prep_session_id uuid
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_public_id uuid := coalesce(p_prep_session_id, gen_random_uuid());
  v_id uuid := v_public_id;
  v_template reprise.prep_templates;
  v_session reprise.prep_sessions;
  v_made reprise.prep_sessions;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select * into v_session from reprise.prep_sessions s where s.public_id = v_public_id and s.user_id = v_user_id;
  if found then
    return reprise_private.prep_session_view(v_session) || '{"replayed": true}';
  end if;
  perform reprise_private.check_account(v_user_id);
  if p_template is not null then
    select * into v_template from reprise.prep_templates t where t.id = p_template;
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'prep_template_not_found');
    end if;
  end if;
  v_session.name := reprise_private.prep_label('name', coalesce(p_name, v_template.name));
  v_session.mode := coalesce(p_mode, v_template.mode);
  if v_session.name is null then
    perform reprise_private.invalid_request('name', 'is required');
  elsif v_session.mode is null or v_session.mode not in ('job', 'skill', 'general') then
    perform reprise_private.invalid_request('mode', 'must be job, skill or general');
  elsif (select count(*) from reprise.prep_sessions s where s.user_id = v_user_id) >= 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "prep_sessions", "limit": 100}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'prep_create');
  if exists (select from reprise.prep_sessions s where s.id = v_id) then
    v_id := gen_random_uuid();
  end if;
  loop
    insert into reprise.prep_sessions (id, public_id, user_id, name, mode, job_id, skill, template, document)
    values (
      v_id, v_public_id, v_user_id, v_session.name, v_session.mode, reprise_private.prep_label('job_id', p_job_id),
      reprise_private.prep_label('skill', coalesce(p_skill, v_template.skill)), v_template.id, coalesce(v_template.document, '{}')
    )
    on conflict (id) do nothing
    returning * into v_made;
    exit when found;
    -- Another user's prep session got this id meanwhile: only the internal one differs.
    v_id := gen_random_uuid();
  end loop;
  -- Its bytes are counted already.
  perform reprise_private.check_stored_bytes(v_user_id, 0);
  return reprise_private.prep_session_view(v_made) || '{"replayed": false}';
end
$$;
comment on function reprise_private.create_prep_session is 'Creates a prep session, empty or from a template.';
