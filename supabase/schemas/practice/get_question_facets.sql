-- Returns the types, domains and difficulties of the public bank with their numbers of active questions. Called by any signed-in user.
-- Reads the counts of the question pools, so the cost does not grow with the bank. Errors: not_authenticated.
create function reprise_private.get_question_facets()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  return jsonb_build_object(
    'types', coalesce((
      select jsonb_agg(
        jsonb_build_object('interview_type', t.interview_type, 'count', t.questions, 'domains', t.domains) order by t.interview_type
      )
      from (
        select d.interview_type, sum(d.questions) as questions, jsonb_agg(
          jsonb_build_object('domain', d.domain, 'count', d.questions, 'difficulties', d.difficulties) order by d.domain
        ) as domains
        from (
          select h.interview_type, h.domain, sum(h.active_count) as questions,
            jsonb_object_agg(h.difficulty, h.active_count) as difficulties
          from reprise_private.question_pools h
          where h.active_count > 0
          group by h.interview_type, h.domain
        ) d
        group by d.interview_type
      ) t
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_question_facets is 'Returns the types, domains and difficulties of the public bank, with counts.';
