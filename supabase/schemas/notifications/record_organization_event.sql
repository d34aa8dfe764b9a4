-- Trigger: appends the event that its argument names, about the row that changed. Rows of sessions outside of organizations have none. A user who
-- acts through the Data API or a function is the actor; the service and the clock are nobody. Reads the session of a row that has one.
create function reprise_private.record_organization_event()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  v_session reprise.interview_sessions;
  v_data jsonb;
  v_actor uuid := auth.uid();
begin
  case tg_table_name
    when 'invitations' then
      v_data := jsonb_build_object('invitation_id', v_row -> 'id', 'interview_id', v_row -> 'interview_id', 'role', v_row -> 'role');
    when 'organization_members' then
      v_data := jsonb_build_object('user_id', v_row -> 'user_id', 'role', v_row -> 'role');
    else
      select s.* into v_session from reprise.interview_sessions s
      where s.id = (v_row ->> case when tg_table_name = 'interview_sessions' then 'id' else 'session_id' end)::uuid;
      if v_session.organization_id is null then
        return null;
      end if;
      v_data := jsonb_build_object('interview_id', v_session.interview_id, 'mode', v_session.mode, 'status', v_session.status);
      if tg_table_name = 'evaluations' then
        v_data := v_data || jsonb_build_object('position', v_row -> 'position', 'evaluation_status', v_row -> 'status');
      elsif tg_table_name = 'decisions' then
        -- Members read the events of their webhooks: one of a blind review, or about a member, says neither what was decided nor by whom.
        if exists (select from reprise.review_rules r where r.interview_id = v_session.interview_id and r.blind) or exists (
          select from reprise.organization_members m
          where m.organization_id = v_session.organization_id and m.user_id = v_session.user_id
        ) then
          v_actor := null;
        else
          v_data := v_data || jsonb_build_object('decision', v_row -> 'decision');
        end if;
      end if;
  end case;
  perform reprise_private.append_organization_event(
    coalesce(v_session.organization_id, (v_row ->> 'organization_id')::uuid), tg_argv[0],
    coalesce(v_session.id, (v_row ->> 'id')::uuid, (v_row ->> 'user_id')::uuid), v_session.id, v_actor, v_data
  );
  return null;
end
$$;
comment on function reprise_private.record_organization_event is 'Trigger: appends the event of a change.';
