-- Appends a comment about a session, or about the question at "position". The caller holds the candidate's lock. A repeat of the author's newest
-- comment changes nothing. At most 200 comments of one author a session. Errors: invalid_request, limit_reached.
create function reprise_private.comment_on_session(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_text text := p_arguments ->> 'text';
  v_position integer := (p_arguments ->> 'position')::integer;
  v_newest reprise.review_comments;
  v_id bigint;
begin
  if reprise_private.is_blank(v_text) or char_length(v_text) > 4000 then
    perform reprise_private.invalid_request('text', 'is required, at most 4000 characters');
  elsif v_position is not null and not exists (
    select from reprise.session_questions q where q.session_id = p_session.id and q.position = v_position
  ) then
    perform reprise_private.invalid_request('position', 'is not a question of this session');
  end if;
  select * into v_newest from reprise.review_comments c
  where c.session_id = p_session.id and c.author = p_actor order by c.id desc limit 1;
  if v_newest.text = v_text and v_newest.position is not distinct from v_position then
    return jsonb_build_object('replayed', true);
  elsif (select count(*) from reprise.review_comments c where c.session_id = p_session.id and c.author = p_actor) >= 200 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "comments", "limit": 200}');
  end if;
  insert into reprise.review_comments (session_id, position, text, author)
  values (p_session.id, v_position, v_text, p_actor)
  returning id into v_id;
  return jsonb_build_object('comment_id', v_id, 'position', v_position);
end
$$;
comment on function reprise_private.comment_on_session is 'Appends a comment about a session or one of its questions.';
