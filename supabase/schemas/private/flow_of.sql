-- Whose jobs take turns with those of others. Sessions of an organization are one flow; what a user does on their own is that user's. A
-- candidate who has many jobs in line at one organization (p_crowded) leaves its flow for one of their own, so that the
-- other candidates are not behind all of them. That id also names the candidate's share of the model budget.
create function private.flow_of(p_organization_id uuid, p_user_id uuid, p_crowded boolean)
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
comment on function private.flow_of(uuid, uuid, boolean) is 'The flow of a job in a fair queue.';
revoke execute on function private.flow_of(uuid, uuid, boolean) from public, anon, authenticated;
