-- Counts one import of the caller, an owner or recruiter of the organization, before its file is read: no process reads
-- the file of a caller who may not import. No lock but that of the count. Errors: not_authenticated, not_allowed, rate_limited.
create function reprise_private.count_import(p_organization_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.check_author(v_user_id, p_organization_id);
  perform reprise_private.take_rate_limit(v_user_id, 'import');
  return jsonb_build_object('user_id', v_user_id);
end
$$;
comment on function reprise_private.count_import is 'Counts one import of questions, before its file is read.';
