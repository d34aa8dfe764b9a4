-- Trigger: when a session is deleted, subtracts all of its texts from what is stored for its user. Runs before the delete, while they exist.
create function reprise_private.forget_texts()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.count_stored_bytes(old.user_id, -(
    select coalesce(sum(t.bytes), 0)::bigint
    from (
      select octet_length(a.answer) from reprise.answers a where a.session_id = old.id
      union all select octet_length(k.answer) from reprise.late_answers k
      where k.session_id = old.id and (k.uploaded_by is null or k.uploaded_by = old.user_id)
      union all select octet_length(p.text) from reprise.transcriptions p where p.session_id = old.id
      union all select octet_length(q.draft) from reprise.session_questions q where q.session_id = old.id and q.closed_at is not null
      union all select octet_length(m.content) from reprise.messages m where m.session_id = old.id
      union all select octet_length(l.content) from reprise.late_messages l where l.session_id = old.id
    ) t (bytes)
  ));
  return old;
end
$$;
comment on function reprise_private.forget_texts is 'Trigger: subtracts the texts of a deleted session from what is stored for its user.';
