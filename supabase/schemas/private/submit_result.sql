-- Returns the body of a submit whose answer is stored: the receipt and the session view, with the next question if the caller holds the
-- lease.
create function private.submit_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions, p_answer public.answers, p_replayed boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if p_active.user_id is not null then
    perform private.serve_question(p_session);
  end if;
  return jsonb_build_object(
    'receipt', private.receipt(p_answer.id, p_answer.received_at, p_answer.sha256, p_answer.late_by),
    'accepted', true, 'replayed', p_replayed, 'late', false, 'completed', p_session.status = 'completed'
  ) || private.session_view(p_session, p_active);
end
$$;
comment on function private.submit_result(public.interview_sessions, public.active_interview_sessions, public.answers, boolean) is
  'Body of an accepted or repeated submit.';
revoke execute on function private.submit_result(
  public.interview_sessions, public.active_interview_sessions, public.answers, boolean
) from public, anon, authenticated;
