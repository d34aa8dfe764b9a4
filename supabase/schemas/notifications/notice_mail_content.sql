-- Returns what the e-mail of a notice says: names of the organization and of interviews, how often what happened, and no candidate's name or text. Null
-- if there is nothing to say any more: the member left, changed their preferences or has no address, or the candidate has started.
create function reprise_private.notice_mail_content(p_mail reprise_private.notice_mails)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
  v_items jsonb;
begin
  if p_mail.invitation_id is not null then
    select v.* into v_invitation from reprise.invitations v where v.id = p_mail.invitation_id;
    if not reprise_private.wants_reminder(v_invitation) then
      return null;
    end if;
    return (
      select jsonb_build_object(
        'email', v_invitation.email, 'organization', reprise_private.one_line(o.name), 'title', reprise_private.one_line(i.title),
        'expires_at', reprise_private.rfc3339(v_invitation.expires_at), 'items', jsonb '[]'
      )
      from reprise.organizations o, reprise.interviews i where o.id = v_invitation.organization_id and i.id = v_invitation.interview_id
    );
  end if;
  select jsonb_agg(jsonb_build_object('type', g.kind, 'title', reprise_private.one_line(i.title), 'count', g.times) order by g.last_seq)
  into v_items
  from (
    select e.kind, e.data ->> 'interview_id' as interview_id, count(*) as times, max(e.seq) as last_seq
    from reprise_private.events_for_member(p_mail.organization_id, p_mail.user_id, p_mail.after_seq, p_mail.until_seq, 1000) e
    where reprise_private.notice_pace(p_mail.user_id, e.kind) = p_mail.pace
    group by e.kind, e.data ->> 'interview_id'
    order by max(e.seq)
    limit 50
  ) g
  left join reprise.interviews i on i.id = g.interview_id::uuid;
  return (
    select jsonb_build_object(
      'email', reprise_private.confirmed_email(p_mail.user_id), 'organization', reprise_private.one_line(o.name), 'title', null,
      'expires_at', null, 'items', v_items
    )
    from reprise.organizations o
    where o.id = p_mail.organization_id and v_items is not null and reprise_private.confirmed_email(p_mail.user_id) is not null
  );
end
$$;
comment on function reprise_private.notice_mail_content is 'Returns what the e-mail of a notice says.';
