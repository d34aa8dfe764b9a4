alter table reprise.cleanup_runs enable row level security;

-- Lists every table of reprise that can be updated, with its keys, its owner's columns and its creation time. Tables that nothing may update
-- (events, messages, transcriptions) have their own triggers, as do the texts of answers.
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
      'create trigger %I before update on reprise.%I for each row when ((%s) is distinct from (%s))'
        ' execute function reprise_private.refuse_change_of_identity(%s)',
      v_table.name || '_identity_is_fixed', v_table.name,
      (select string_agg(format('old.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(format('new.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(quote_literal(c), ', ') from unnest(v_table.columns) c)
    );
  end loop;
end
$$;
