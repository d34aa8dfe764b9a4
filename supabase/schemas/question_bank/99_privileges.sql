-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.questions,
  reprise.question_keys,
  reprise_private.draft_requests
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.questions,
  reprise.question_keys
to authenticated;

revoke execute on function
  reprise.copy_question,
  reprise.count_import,
  reprise.export_questions,
  reprise.import_questions,
  reprise.save_question,
  reprise.start_draft,
  reprise_private.check_author,
  reprise_private.check_question,
  reprise_private.check_question_key,
  reprise_private.copy_question,
  reprise_private.correct_option_faults,
  reprise_private.count_import,
  reprise_private.criterion_faults,
  reprise_private.export_questions,
  reprise_private.exported_question,
  reprise_private.import_questions,
  reprise_private.imported_shape_faults,
  reprise_private.is_answerable,
  reprise_private.is_drawable,
  reprise_private.is_option_id,
  reprise_private.key_faults,
  reprise_private.source_faults,
  reprise_private.keyword_faults,
  reprise_private.option_faults,
  reprise_private.question_faults,
  reprise_private.save_question,
  reprise_private.shown_options,
  reprise_private.start_draft
from public, anon, authenticated, service_role;
grant execute on function
  reprise.copy_question,
  reprise.count_import,
  reprise.export_questions,
  reprise.import_questions,
  reprise.save_question,
  reprise.start_draft,
  reprise_private.copy_question,
  reprise_private.count_import,
  reprise_private.export_questions,
  reprise_private.import_questions,
  reprise_private.save_question,
  reprise_private.start_draft
to authenticated;
