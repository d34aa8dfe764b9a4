-- Stores a text for a closed question as a late text. Returns a receipt that says how late it was (null if the text could not be stored),
-- and the next question if the caller holds the lease.
create function private.late_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions,
  p_position integer, p_text text, p_lease integer, p_replayed boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_kept public.late_answers;
begin
  if p_text <> '' then
    v_kept := private.keep_text(p_session, p_position, p_text, 'late', p_lease);
  end if;
  if p_active.user_id is not null then
    perform private.serve_question(p_session);
  end if;
  return jsonb_build_object(
    'receipt', case when v_kept.id is not null then
      private.receipt(v_kept.id, v_kept.received_at, v_kept.sha256, v_kept.late_by)
    end,
    'accepted', false, 'replayed', p_replayed, 'late', true, 'kept', v_kept.id is not null,
    'completed', p_session.status = 'completed'
  ) || private.session_view(p_session, p_active);
end
$$;
comment on function private.late_result(
  public.interview_sessions, public.active_interview_sessions, integer, text, integer, boolean
) is 'Keeps an answer that came too late and says so.';
revoke execute on function private.late_result(
  public.interview_sessions, public.active_interview_sessions, integer, text, integer, boolean
) from public, anon, authenticated;
