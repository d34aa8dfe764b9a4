-- Trigger: limits a user to 100 templates. Locks the candidate, so that two concurrent inserts cannot both be the hundredth. Runs after the
-- insert, once row level security has accepted it: nobody can learn another user's count or hold their lock. Errors: limit_reached.
create function reprise_private.limit_practice_templates()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.lock_candidate(new.user_id);
  if (select count(*) from reprise.practice_templates t where t.user_id = new.user_id) > 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "practice_templates", "limit": 100}');
  end if;
  return null;
end
$$;
comment on function reprise_private.limit_practice_templates is 'Trigger: limits a user to 100 practice templates.';
