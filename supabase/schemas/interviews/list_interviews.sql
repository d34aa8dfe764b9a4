-- Returns one page of the interviews that the caller may take: those they are invited to, newest invitation first, then the public ones of
-- trusted organizations, newest first. An invitation that has ended counts if the caller has a session of it, and one that waits for the caller's
-- confirmed address like one that was accepted (starting it accepts it). The cursor names the part of the list, the time and the id of the last
-- interview. Reads only.
-- Errors: not_authenticated, invalid_request.
create function reprise_private.list_interviews(p_cursor text, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
  v_size integer := coalesce(p_page_size, 20);
  v_public boolean := coalesce(p_cursor like 'public.%', false);
  v_after record;
  v_page reprise.interviews[];
  v_keys text[];
begin
  perform reprise_private.check_account(v_user_id);
  if p_cursor is not null and p_cursor !~ '^(invited|public)\.' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  perform reprise_private.check_page(v_size, regexp_replace(p_cursor, '^(invited|public)\.', ''), null, null);
  select * into v_after from reprise_private.decode_cursor(regexp_replace(p_cursor, '^(invited|public)\.', ''));
  select array_agg(f.interview order by f.part, f.at desc, (f.interview).id desc),
    array_agg(f.part || '.' || (extract(epoch from f.at) * 1000000)::bigint || '.' || (f.interview).id order by f.part, f.at desc, (f.interview).id desc)
  into v_page, v_keys
  from (
    select * from (
      (
        select i as interview, 'invited' as part, r.created_at as at
        from reprise.interview_invitations r join reprise.interviews i on i.id = r.interview_id
        where not v_public and r.user_id = v_user_id and (r.created_at, i.id) < (v_after.started_at, v_after.id) and (
          (i.status = 'published' and (r.expires_at is null or r.expires_at > now())) or (
            not (i.is_public and i.status = 'published') and exists (
              select from reprise.interview_sessions s where s.user_id = v_user_id and s.interview_id = i.id
            ) and (reprise_private.waiting_invitation(v_user_id, i.id)).id is null
          )
        )
        order by r.created_at desc, i.id desc
        limit v_size + 1
      )
      union all
      (
        select i, 'invited', v.created_at
        from reprise.invitations v
        join reprise.interviews i on i.id = v.interview_id and i.organization_id = v.organization_id and i.status = 'published'
        where not v_public and v.email = v_email and v.user_id is null and v.revoked_at is null and v.expires_at > now()
          and (v.created_at, i.id) < (v_after.started_at, v_after.id)
          and not exists (
            select from reprise.interview_invitations r
            where r.interview_id = i.id and r.user_id = v_user_id and (r.expires_at is null or r.expires_at > now())
          )
        order by v.created_at desc, i.id desc
        limit v_size + 1
      )
      union all
      (
        select i, 'public', i.created_at
        from reprise.interviews i
        where i.status = 'published' and i.is_public
          and exists (select from reprise.organizations o where o.id = i.organization_id and o.is_trusted)
          and (not v_public or (i.created_at, i.id) < (v_after.started_at, v_after.id))
          and not exists (
            select from reprise.interview_invitations r
            where r.interview_id = i.id and r.user_id = v_user_id and (r.expires_at is null or r.expires_at > now())
          )
          and not exists (
            select from reprise.invitations v
            where v.interview_id = i.id and v.organization_id = i.organization_id and v.email = v_email
              and v.user_id is null and v.revoked_at is null and v.expires_at > now()
          )
        order by i.created_at desc, i.id desc
        limit v_size + 1
      )
    ) u
    order by u.part, u.at desc, (u.interview).id desc
    limit v_size + 1
  ) f;
  return jsonb_build_object(
    'interviews', coalesce((
      select jsonb_agg(reprise_private.interview_item(v_user_id, v_page[n]) order by n) from generate_subscripts(v_page[:v_size], 1) n
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then v_keys[v_size] end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_interviews is
  'Accepts the waiting invitations of the caller, and returns one page of the interviews that the caller may take.';
