-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.question_pools,
  reprise_private.question_pool_entries,
  reprise.practice_templates
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise_private.question_pools_id_seq
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.practice_templates
to authenticated;

revoke execute on function
  reprise.get_question_facets,
  reprise_private.add_to_question_pools,
  reprise_private.create_practice_session,
  reprise_private.draw_numbers,
  reprise_private.get_question_facets,
  reprise_private.limit_practice_templates,
  reprise_private.pick_questions,
  reprise_private.practice_analytics,
  reprise_private.practice_choice,
  reprise_private.remove_from_question_pools,
  reprise_private.update_question_pools
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_question_facets,
  reprise_private.get_question_facets
to authenticated;
