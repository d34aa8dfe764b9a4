-- Trigger of the tables with a candidate's texts: counts a stored or deleted text for the session's user, and the draft of a question when
-- the question closes or is reopened (an open question has one draft, which is replaced). If the session is being deleted, its row is gone,
-- and reprise_private.forget_texts has subtracted all of its texts. A text that a member of the organization uploaded is not the candidate's.
create function reprise_private.count_text()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_bytes bigint := 0;
  v_user_id uuid := (
    select s.user_id from reprise.interview_sessions s where s.id = case tg_op when 'DELETE' then old.session_id else new.session_id end
  );
begin
  if tg_table_name = 'late_answers' then
    if (case tg_op when 'DELETE' then old.uploaded_by else new.uploaded_by end) <> v_user_id then
      return null;
    end if;
  end if;
  if tg_table_name = 'session_questions' then
    v_bytes := case when new.closed_at is null then 0 else octet_length(coalesce(new.draft, '')) end
      - case when old.closed_at is null then 0 else octet_length(coalesce(old.draft, '')) end;
  elsif tg_op = 'INSERT' then
    if tg_table_name in ('answers', 'late_answers') then
      v_bytes := octet_length(new.answer);
    elsif tg_table_name = 'transcriptions' then
      v_bytes := octet_length(new.text);
    else
      v_bytes := octet_length(new.content);
    end if;
  elsif tg_table_name in ('answers', 'late_answers') then
    v_bytes := -octet_length(old.answer);
  else
    v_bytes := -octet_length(old.content);
  end if;
  if v_bytes <> 0 then
    perform reprise_private.count_stored_bytes(v_user_id, v_bytes);
  end if;
  return null;
end
$$;
comment on function reprise_private.count_text is 'Trigger: counts a stored or deleted text for its user.';
