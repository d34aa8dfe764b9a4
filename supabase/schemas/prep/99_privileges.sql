-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.prep_sessions,
  reprise.prep_templates,
  reprise.prep_generations,
  reprise.prep_shares
from public, anon, authenticated, service_role;
grant select on
  reprise.prep_templates
to authenticated;

revoke execute on function
  reprise.claim_generation,
  reprise.complete_generation,
  reprise.create_prep_session,
  reprise.delete_prep_session,
  reprise.fail_generation,
  reprise.get_generation,
  reprise.get_prep_session,
  reprise.get_shared_prep,
  reprise.list_prep_sessions,
  reprise.list_prep_shares,
  reprise.list_prep_templates,
  reprise.patch_prep_session,
  reprise.revoke_prep_share,
  reprise.share_prep_session,
  reprise.start_generation,
  reprise_private.check_prep_document,
  reprise_private.claim_generation,
  reprise_private.complete_generation,
  reprise_private.count_document,
  reprise_private.create_prep_session,
  reprise_private.delete_prep_session,
  reprise_private.fail_generation,
  reprise_private.generation_request,
  reprise_private.generation_view,
  reprise_private.get_generation,
  reprise_private.get_prep_session,
  reprise_private.get_shared_prep,
  reprise_private.list_prep_sessions,
  reprise_private.list_prep_shares,
  reprise_private.list_prep_templates,
  reprise_private.lock_own_prep_session,
  reprise_private.merge_generation,
  reprise_private.patch_prep_session,
  reprise_private.prep_document_fits,
  reprise_private.prep_label,
  reprise_private.prep_session_summary,
  reprise_private.prep_session_view,
  reprise_private.prep_share_view,
  reprise_private.revoke_prep_share,
  reprise_private.share_prep_session,
  reprise_private.start_generation
from public, anon, authenticated, service_role;
grant execute on function
  reprise.create_prep_session,
  reprise.delete_prep_session,
  reprise.get_generation,
  reprise.get_prep_session,
  reprise.list_prep_sessions,
  reprise.list_prep_shares,
  reprise.list_prep_templates,
  reprise.patch_prep_session,
  reprise.revoke_prep_share,
  reprise.share_prep_session,
  reprise.start_generation,
  reprise_private.create_prep_session,
  reprise_private.delete_prep_session,
  reprise_private.get_generation,
  reprise_private.get_prep_session,
  reprise_private.list_prep_sessions,
  reprise_private.list_prep_shares,
  reprise_private.list_prep_templates,
  reprise_private.patch_prep_session,
  reprise_private.revoke_prep_share,
  reprise_private.share_prep_session,
  reprise_private.start_generation
to authenticated;
grant execute on function
  reprise.claim_generation,
  reprise.complete_generation,
  reprise.fail_generation,
  reprise.get_shared_prep,
  reprise_private.claim_generation,
  reprise_private.complete_generation,
  reprise_private.fail_generation,
  reprise_private.get_shared_prep
to service_role;
