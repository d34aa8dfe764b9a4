-- Returns up to p_limit rows after p_key of one section of a user's data outside of sessions. The token of a link to a
-- prep session is stored as a hash, which is not returned. Errors: invalid_request (no such section).
create function reprise_private.account_rows(p_user_id uuid, p_section text, p_key text, p_limit integer)
returns table (key text, item jsonb)
language plpgsql stable set search_path = ''
as $$
declare
  v_after uuid := case when p_section not in ('rate_limit_uses', 'stored_bytes', 'model_tokens', 'prep_generations', 'prep_shares')
    then coalesce(p_key::uuid, reprise_private.nobody()) end;
  v_prep_session_id uuid := case when p_section in ('prep_generations', 'prep_shares')
    then coalesce(split_part(p_key, ' ', 1)::uuid, reprise_private.nobody()) end;
begin
  case p_section
    when 'prep_sessions' then
      return query
        select p.id::text, reprise_private.prep_session_summary(p) || jsonb_build_object('document', p.document)
        from reprise.prep_sessions p where p.user_id = p_user_id and p.id > v_after order by p.id limit p_limit;
    when 'prep_generations' then
      return query
        select p.id || ' ' || g.request_key,
          to_jsonb(g) - '{claim_token,claimed_until,request_key}'::text[] || jsonb_build_object('prep_session_id', p.public_id)
        from reprise.prep_sessions p
        cross join lateral (
          select o.* from reprise.prep_generations o
          where o.prep_session_id = p.id and (p_key is null or (o.prep_session_id, o.request_key) > (v_prep_session_id, split_part(p_key, ' ', 2)))
          order by o.request_key limit p_limit
        ) g
        where p.user_id = p_user_id and p.id >= v_prep_session_id
        order by p.id, g.request_key limit p_limit;
    when 'prep_shares' then
      return query
        select p.id || ' ' || h.id, reprise_private.prep_share_view(h) || jsonb_build_object('prep_session_id', p.public_id)
        from reprise.prep_sessions p join reprise.prep_shares h on h.prep_session_id = p.id
        where p.user_id = p_user_id and (p_key is null or (p.id, h.id) > (v_prep_session_id, split_part(p_key, ' ', 2)::uuid))
        order by p.id, h.id limit p_limit;
    when 'practice_templates' then
      return query
        select t.id::text, to_jsonb(t) - 'user_id'
        from reprise.practice_templates t where t.user_id = p_user_id and t.id > v_after order by t.id limit p_limit;
    when 'memberships' then
      return query
        select m.organization_id::text, to_jsonb(m) - 'user_id' || jsonb_build_object('organization', o.name)
        from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
        where m.user_id = p_user_id and m.organization_id > v_after order by m.organization_id limit p_limit;
    when 'invitations' then
      return query
        select v.interview_id::text, to_jsonb(v) - 'user_id'
        from reprise.interview_invitations v where v.user_id = p_user_id and v.interview_id > v_after order by v.interview_id limit p_limit;
    when 'received_invitations' then
      return query
        select v.id::text, to_jsonb(v) - '{user_id,created_by,asked_by,gave_right}'::text[]
        from reprise.invitations v
        where (v.user_id = p_user_id or v.email = reprise_private.confirmed_email(p_user_id)) and v.id > v_after
        order by v.id limit p_limit;
    when 'sent_invitations' then
      return query
        select v.id::text, jsonb_build_object('id', v.id, 'created_at', v.created_at, 'note', v.note)
        from reprise.invitations v where v.created_by = p_user_id and v.id > v_after order by v.id limit p_limit;
    when 'accommodations' then
      return query
        select a.id::text, to_jsonb(a) - 'user_id'
        from reprise.accommodations a where a.user_id = p_user_id and a.id > v_after order by a.id limit p_limit;
    when 'rate_limit_uses' then
      return query
        select u.action, to_jsonb(u) - 'user_id'
        from reprise_private.rate_limit_uses u where u.user_id = p_user_id and u.action > coalesce(p_key, '') order by u.action limit p_limit;
    when 'stored_bytes' then
      if p_key is null then
        return query select 'stored_bytes', to_jsonb(b) - 'user_id' from reprise_private.stored_bytes b where b.user_id = p_user_id;
      end if;
    when 'model_tokens' then
      return query
        select s.day || ' ' || s.kind || ' ' || s.holder, to_jsonb(s) - '{user_id,holder}'::text[]
        from reprise.model_shares s
        where s.user_id = p_user_id and s.day || ' ' || s.kind || ' ' || s.holder > coalesce(p_key, '')
        order by s.day || ' ' || s.kind || ' ' || s.holder limit p_limit;
    else
      perform reprise_private.invalid_request('section', 'is unknown');
  end case;
end
$$;
comment on function reprise_private.account_rows is 'Returns the next rows of one section of a user''s data outside of sessions.';
