-- Returns the part of a submit's response that says that the text came too late: a receipt with how late it was, null if the text is empty
-- or could not be stored.
create function reprise_private.late_body(p_late reprise.late_answers, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'receipt', reprise_private.receipt(p_late.id),
    'accepted', false, 'replayed', p_replayed, 'late', true, 'kept', p_late.id is not null
  );
end
$$;
comment on function reprise_private.late_body is 'Returns the part of a submit''s response that reports a late text.';
