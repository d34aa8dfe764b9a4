-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.settings,
  reprise_private.rate_limits,
  reprise_private.rate_limit_uses,
  reprise_private.stored_bytes
from public, anon, authenticated, service_role;

revoke execute on function
  reprise_private.apply_merge_patch,
  reprise_private.caller_id,
  reprise_private.check_stored_bytes,
  reprise_private.count_stored_bytes,
  reprise_private.candidate_lock_key,
  reprise_private.check_account,
  reprise_private.check_json,
  reprise_private.check_page,
  reprise_private.check_reason,
  reprise_private.check_text,
  reprise_private.filters_with_pattern,
  reprise_private.invalid_request,
  reprise_private.is_blank,
  reprise_private.json_values,
  reprise_private.lock_candidate,
  reprise_private.normalized_label,
  reprise_private.one_line,
  reprise_private.random_token,
  reprise_private.place,
  reprise_private.refuse_and_commit,
  reprise_private.refuse_and_roll_back,
  reprise_private.refuse_change_of_identity,
  reprise_private.refuse_chosen_columns,
  reprise_private.refuse_faults,
  reprise_private.refuse_patterns,
  reprise_private.rfc3339,
  reprise_private.sha256_hex,
  reprise_private.take_rate_limit,
  reprise_private.utc_day,
  reprise_private.wait_for_candidate
from public, anon, authenticated, service_role;
-- The policies call it with the rights of the reader.
grant execute on function
  reprise_private.filters_with_pattern,
  reprise_private.refuse_patterns
to authenticated;
