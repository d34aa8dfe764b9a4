-- Returns the id of the flow whose jobs share turns in the grading queue. The sessions of an organization are one flow; a user's own
-- sessions are that user's flow. A candidate with many queued jobs at one organization (p_crowded) gets a separate flow, so that other
-- candidates do not wait behind them. The id of that flow also identifies the candidate's share of the model budget.
create function reprise_private.grading_flow(p_organization_id uuid, p_user_id uuid, p_crowded boolean)
returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_organization_id is null then p_user_id
    when not p_crowded then p_organization_id
    else md5(p_organization_id::text || p_user_id::text)::uuid
  end;
end
$$;
comment on function reprise_private.grading_flow is 'Returns the id of the flow that a job belongs to in the grading queue.';
