-- Returns the templates without their documents, in their order. Called by any signed-in user. Reads only. Errors: not_authenticated.
create function reprise_private.list_prep_templates()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  return jsonb_build_object(
    'templates', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', t.id, 'name', t.name, 'mode', t.mode, 'skill', t.skill,
        'question_count', (select count(*) from jsonb_object_keys(coalesce(t.document -> 'questions', '{}')))
      ) order by t.sort, t.id) from reprise.prep_templates t
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_templates is 'Returns the templates of prep sessions.';
