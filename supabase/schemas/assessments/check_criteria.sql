-- Trigger: refuses malformed criteria of an interview, also from operators. Runs after the row is written, like
-- reprise_private.check_interview. Errors: invalid_request.
create function reprise_private.check_criteria()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg)) from reprise_private.conversation_criterion_faults(new.criteria) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_criteria is 'Trigger: refuses malformed criteria of an interview.';
