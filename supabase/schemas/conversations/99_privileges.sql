-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.reply_claims,
  reprise.conversations,
  reprise.conversation_profiles,
  reprise.messages,
  reprise.late_messages,
  reprise.conversation_instructions,
  reprise.interview_instructions
from public, anon, authenticated, service_role;
grant select on
  reprise.conversations,
  reprise.conversation_profiles,
  reprise.messages,
  reprise.late_messages,
  reprise.conversation_instructions
to authenticated;
grant select, insert, update, delete on
  reprise.interview_instructions
to authenticated;

revoke execute on function
  reprise.add_message,
  reprise.claim_reply,
  reprise.complete_reply,
  reprise.fail_reply,
  reprise.list_messages,
  reprise_private.add_message,
  reprise_private.append_message,
  reprise_private.check_instructions,
  reprise_private.check_message,
  reprise_private.claim_reply,
  reprise_private.complete_reply,
  reprise_private.conversation_results,
  reprise_private.conversation_view,
  reprise_private.create_conversation,
  reprise_private.fail_reply,
  reprise_private.find_reply,
  reprise_private.list_messages,
  reprise_private.message_body,
  reprise_private.message_view,
  reprise_private.refuse_change_of_messages,
  reprise_private.reply_context,
  reprise_private.reply_status,
  reprise_private.save_conversation_draft,
  reprise_private.shown_profile,
  reprise_private.store_late_message,
  reprise_private.with_kept_flag
from public, anon, authenticated, service_role;
grant execute on function
  reprise.add_message,
  reprise.list_messages,
  reprise_private.add_message,
  reprise_private.list_messages
to authenticated;
grant execute on function
  reprise.claim_reply,
  reprise.complete_reply,
  reprise.fail_reply,
  reprise_private.claim_reply,
  reprise_private.complete_reply,
  reprise_private.fail_reply
to service_role;
