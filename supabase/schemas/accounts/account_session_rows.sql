-- Returns up to p_limit rows after p_key of one section of one session, as its candidate may see them: the session itself with its result;
-- its served questions with answer, late texts and transcriptions; its messages; or its events of the candidate and of the clock: those of
-- members are the organization's. Each section is read in the order of an index.
create function reprise_private.account_session_rows(p_session reprise.interview_sessions, p_section text, p_key text, p_limit integer)
returns table (key text, item jsonb)
language plpgsql stable set search_path = ''
as $$
begin
  case p_section
    when 'sessions' then
      if p_key is null then
        return query select 'session', reprise_private.account_session_item(p_session);
      end if;
    when 'questions' then
      return query
        select q.position::text, reprise_private.account_question_item(q)
        from reprise.session_questions q
        where q.session_id = p_session.id and q.served_at is not null and q.position > coalesce(p_key::integer, -1)
        order by q.position
        limit p_limit;
    when 'messages' then
      return query
        select m.seq::text, reprise_private.message_view(m) || jsonb_build_object('session_id', m.session_id, 'model', m.model)
        from reprise.messages m
        where m.session_id = p_session.id and m.seq > coalesce(p_key::integer, 0)
        order by m.seq
        limit p_limit;
    when 'late_messages' then
      return query
        select jsonb_build_array(m.received_at, m.id)::text, to_jsonb(m)
        from reprise.late_messages m
        where m.session_id = p_session.id and (p_key is null or (m.received_at, m.id) > (
          (p_key::jsonb ->> 0)::timestamptz, (p_key::jsonb ->> 1)::uuid
        ))
        order by m.received_at, m.id
        limit p_limit;
    when 'events' then
      return query
        select e.id::text,
          to_jsonb(e) - '{id,actor}'::text[] || jsonb_build_object('by', case when e.actor is null then 'clock' else 'you' end)
        from (
          -- In this form only the index of the session's events fits: the primary key would read the events of everybody, and the index of
          -- actors all of the user's.
          select o.* from reprise.session_events o
          where o.session_id = p_session.id and o.id + 0 > coalesce(p_key::bigint, 0)
            and coalesce(o.actor, p_session.user_id) = p_session.user_id
          order by o.id + 0
          limit p_limit
        ) e;
  end case;
end
$$;
comment on function reprise_private.account_session_rows is 'Returns the next rows of one section of a session, as its candidate may see them.';
