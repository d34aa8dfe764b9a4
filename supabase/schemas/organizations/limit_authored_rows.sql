-- Trigger: limits how many questions and how many interviews an organization has, over all callers with a token; operators in SQL are not
-- limited. Locks the organization, so that concurrent inserts cannot both be the last one. Runs after the statement, once row level security
-- has accepted the rows (new_rows): nobody can learn the count of others or hold their lock. Reads one index of as many rows as the limit.
-- Errors: limit_reached.
create function reprise_private.limit_authored_rows()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_organization_id uuid;
  v_limit integer;
begin
  if auth.uid() is null then
    return null;
  end if;
  for v_organization_id in
    select distinct r.organization_id from new_rows r where r.organization_id is not null order by 1
  loop
    perform from reprise.organizations o where o.id = v_organization_id for no key update;
    if tg_table_name = 'questions' then
      v_limit := (select t.questions_per_organization from reprise_private.settings t);
      if (select count(*) from reprise.questions q where q.organization_id = v_organization_id) > v_limit then
        perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'questions', 'limit', v_limit));
      end if;
    else
      v_limit := (select t.interviews_per_organization from reprise_private.settings t);
      if (select count(*) from reprise.interviews i where i.organization_id = v_organization_id) > v_limit then
        perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'interviews', 'limit', v_limit));
      end if;
    end if;
  end loop;
  return null;
end
$$;
comment on function reprise_private.limit_authored_rows is 'Trigger: limits how many questions and interviews an organization has.';
