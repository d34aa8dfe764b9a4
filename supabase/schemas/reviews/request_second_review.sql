-- Asks a member of the session's organization ("reviewer_id"; without one, any member) for another review. The caller holds the candidate's lock.
-- A repeat changes nothing while the request is open; once it is done, it is a new request. Nobody is asked to review themselves.
-- Errors: invalid_request.
create function reprise_private.request_second_review(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_reviewer uuid := (p_arguments ->> 'reviewer_id')::uuid;
  v_note text := coalesce(p_arguments ->> 'note', '');
begin
  if char_length(v_note) > 1000 then
    perform reprise_private.invalid_request('note', 'must be at most 1000 characters');
  elsif v_reviewer in (p_session.user_id, p_actor) then
    perform reprise_private.invalid_request('reviewer_id', 'must be a colleague, and not the candidate');
  elsif v_reviewer is not null and not exists (
    select from reprise.organization_members m where m.organization_id = p_session.organization_id and m.user_id = v_reviewer
  ) then
    perform reprise_private.invalid_request('reviewer_id', 'is not a member of this organization');
  end if;
  if exists (
    select from reprise.second_reviews a
    where a.session_id = p_session.id and a.reviewer is not distinct from v_reviewer and not reprise_private.is_second_review_done(a)
  ) then
    return jsonb_build_object('replayed', true);
  end if;
  insert into reprise.second_reviews (session_id, reviewer, note, asked_by)
  values (p_session.id, v_reviewer, v_note, p_actor);
  return jsonb_build_object('reviewer_id', v_reviewer);
end
$$;
comment on function reprise_private.request_second_review is 'Asks a member for another review of a session.';
