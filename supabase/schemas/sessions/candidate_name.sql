-- Returns a candidate's id, e-mail address and name, for reviewers.
create function reprise_private.candidate_name(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'user_id', u.id, 'email', u.email,
      'name', coalesce(case when jsonb_typeof(u.raw_user_meta_data) = 'object' then u.raw_user_meta_data ->> 'full_name' end, u.email)
    )
    from auth.users u
    where u.id = p_user_id
  );
end
$$;
comment on function reprise_private.candidate_name is 'Returns a candidate''s id, e-mail address and name.';
