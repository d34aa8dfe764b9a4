alter table reprise.cleanup_runs enable row level security;

-- Lists every table of reprise that can be updated, with its keys, its owner's columns, its creation time and what only the operator sets.
-- Tables that nothing may update (events, messages, transcriptions) have their own triggers, as do the texts of answers.
do $$
declare
  v_table record;
begin
  for v_table in
    select * from (values
      ('organizations', '{id,created_at,is_trusted}'::text[]),
      ('organization_members', '{organization_id,user_id,created_at}'),
      ('questions', '{id,organization_id,created_at,copied_from}'),
      ('question_keys', '{question_id}'),
      ('interviews', '{id,organization_id,created_at}'),
      -- Not position and question_id: an interview is reordered by changing them.
      ('interview_questions', '{interview_id}'),
      ('interview_invitations', '{interview_id,user_id,created_at}'),
      ('interview_instructions', '{interview_id}'),
      ('interview_criteria', '{interview_id}'),
      ('conversation_criteria', '{session_id}'),
      ('interview_sessions', '{id,user_id,interview_id,organization_id}'),
      ('session_questions', '{session_id,position,question_id}'),
      ('session_question_keys', '{session_id,position}'),
      ('active_interview_sessions', '{user_id,session_id,created_at}'),
      ('cleanup_runs', '{id}'),
      ('evaluations', '{answer_id,session_id,position,late_answer_id}'),
      ('evaluation_history', '{id,answer_id,conversation_id}'),
      ('session_results', '{session_id}'),
      ('model_spending', '{day}'),
      ('model_reservations', '{run_id,organization_id,user_id}'),
      ('model_shares', '{day,kind,holder,organization_id,user_id}'),
      ('practice_templates', '{id,user_id,created_at}'),
      ('conversations', '{session_id}'),
      ('prep_sessions', '{id,user_id,public_id,created_at}'),
      ('conversation_profiles', '{session_id}'),
      ('prep_templates', '{id}'),
      ('prep_generations', '{id,prep_session_id,request_key}'),
      ('prep_shares', '{id,prep_session_id,token_sha256,created_at}'),
      ('outages', '{id,began_at,ended_at,measured_by,created_at}'),
      ('time_credits', '{id,session_id,position,kind,percent,seconds,reason,outage_id,created_at}'),
      ('accommodations', '{id,organization_id,user_id,created_at}'),
      ('review_rules', '{interview_id}'),
      ('session_statistics', '{id,organization_id,interview_id}'),
      ('invitations', '{id,organization_id,interview_id,link_id,user_id,created_by,asked_by,created_at}')
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
    if 'created_at' = any (v_table.columns) then
      execute format(
        'create trigger %I after insert on reprise.%I for each row when (new.created_at is distinct from now())'
          ' execute function reprise_private.refuse_chosen_columns(''created_at'')',
        v_table.name || '_created_at_is_the_servers', v_table.name
      );
    end if;
  end loop;
end
$$;
create trigger messages_created_at_is_the_servers
  after insert on reprise.messages
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');
create trigger questions_copied_from_is_the_servers
  after insert on reprise.questions
  for each row when (new.copied_from is not null)
  execute function reprise_private.refuse_chosen_columns('copied_from');
