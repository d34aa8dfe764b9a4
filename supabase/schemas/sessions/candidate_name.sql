-- Returns a user's id, email and name, for reviewers and the user. The name is the user's own text: control characters and characters that
-- change the direction of a line are removed, white space at its ends too, and it is cut at 200 characters. Without a visible name it is the
-- e-mail address; without one, "Candidate" with the first characters of the id, so that two of them differ.
create function reprise_private.candidate_name(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user auth.users;
  v_name text;
begin
  select * into v_user from auth.users u where u.id = p_user_id;
  if not found then
    return null;
  end if;
  -- Cut before anything looks at the whole text, which may be megabytes.
  v_name := left(case when jsonb_typeof(v_user.raw_user_meta_data -> 'full_name') = 'string' then v_user.raw_user_meta_data ->> 'full_name' end, 1000);
  v_name := btrim(left(btrim(regexp_replace(
    v_name, '[\u0001-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]', '', 'g'
  )), 200));
  return jsonb_build_object(
    'user_id', v_user.id, 'email', v_user.email,
    'name', case when reprise_private.is_blank(v_name) then coalesce(nullif(v_user.email, ''), 'Candidate ' || left(v_user.id::text, 4)) else v_name end
  );
end
$$;
comment on function reprise_private.candidate_name is 'Returns a candidate''s id, e-mail address and name.';
