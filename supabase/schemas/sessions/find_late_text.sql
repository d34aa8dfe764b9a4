-- Returns the late text stored earlier with the same content and reason (for a draft: from the same lease), or a null row.
create function reprise_private.find_late_text(p_session_id uuid, p_position integer, p_text text, p_reason text, p_lease integer)
returns reprise.late_answers
language plpgsql stable set search_path = ''
as $$
declare
  v_row reprise.late_answers;
begin
  select k.* into v_row from reprise.late_answers k
  where k.session_id = p_session_id and k.position = p_position and k.reason = p_reason
    and k.sha256 = reprise_private.sha256_hex(p_text)
    and (k.reason <> 'late_draft' or k.lease_number = p_lease);
  return v_row;
end
$$;
comment on function reprise_private.find_late_text is 'Returns the late text stored earlier with the same content and reason.';
