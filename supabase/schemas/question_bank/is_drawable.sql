-- Returns whether a question may be drawn for practice: it is active, in the public bank and answerable.
create function reprise_private.is_drawable(p_organization_id uuid, p_is_active boolean, p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_is_active and p_organization_id is null and reprise_private.is_answerable(p_kind, p_prompt, p_options);
end
$$;
comment on function reprise_private.is_drawable is 'Returns whether a question may be drawn for practice.';
