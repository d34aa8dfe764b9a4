-- Trigger: refuses an interview with a blank title or an overlong description, also from operators; every candidate loads both.
-- Runs after the row is written, like reprise_private.check_question. Errors: invalid_request.
create function reprise_private.check_interview()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults((
    select jsonb_agg(jsonb_build_object('loc', f.loc, 'msg', f.msg))
    from (
      select '["title"]'::jsonb as loc, 'must not be blank' as msg where reprise_private.is_blank(new.title)
      union all
      select '["description"]', 'must be at most 10000 characters' where char_length(new.description) > 10000
    ) f
  ));
  return null;
end
$$;
comment on function reprise_private.check_interview is 'Trigger: refuses an interview with a blank title or an overlong description.';
