-- Appends a scorecard: a recommendation, up to 100 ratings (1 to 4, each of a question or of a criterion with a name; 32 KiB in all) and a note. The
-- reviewer's newest scorecard counts; earlier ones stay. The caller holds the candidate's lock. A repeat of the newest changes nothing, unless
-- somebody has asked for another review since: then it answers that. At most 20 scorecards of one reviewer a session. A session in progress
-- has none. Errors: invalid_request, not_allowed (in progress), limit_reached.
create function reprise_private.submit_scorecard(p_session reprise.interview_sessions, p_actor uuid, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_recommendation text := p_arguments ->> 'recommendation';
  v_note text := coalesce(p_arguments ->> 'note', '');
  v_ratings jsonb := coalesce(nullif(p_arguments -> 'ratings', 'null'), '[]');
  v_newest reprise.scorecards;
  v_count integer;
  v_id bigint;
begin
  if v_recommendation is null or v_recommendation not in ('Strong Hire', 'Hire', 'Maybe', 'No Hire') then
    perform reprise_private.invalid_request('recommendation', 'must be Strong Hire, Hire, Maybe or No Hire');
  elsif char_length(v_note) > 4000 then
    perform reprise_private.invalid_request('note', 'must be at most 4000 characters');
  elsif jsonb_typeof(v_ratings) <> 'array' or jsonb_array_length(v_ratings) > 100 then
    perform reprise_private.invalid_request('ratings', 'must be a list of at most 100 ratings');
  elsif p_session.status = 'in_progress' then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "session_in_progress"}');
  end if;
  if exists (
    select from jsonb_array_elements(v_ratings) r
    where jsonb_typeof(r) <> 'object' or r ->> 'rating' is null or r ->> 'rating' !~ '^[1-4]$'
      or num_nonnulls(r ->> 'position', r ->> 'criterion') <> 1
      or char_length(r ->> 'criterion') not between 1 and 200 or char_length(r ->> 'note') > 1000
      or (r ->> 'position' is not null and not exists (
        select from reprise.session_questions q where q.session_id = p_session.id and q.position::text = r ->> 'position'
      ))
  ) then
    perform reprise_private.invalid_request(
      'ratings', 'must each have a rating from 1 to 4, and the position of a question or a criterion of at most 200 characters'
    );
  end if;
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'position', (r ->> 'position')::integer, 'criterion', r ->> 'criterion', 'rating', (r ->> 'rating')::integer, 'note', nullif(r ->> 'note', '')
  )) order by n) into v_ratings
  from jsonb_array_elements(v_ratings) with ordinality e (r, n);
  v_ratings := coalesce(v_ratings, '[]');
  if octet_length(v_ratings::text) > 32768 then
    perform reprise_private.invalid_request('ratings', 'must take at most 32768 bytes');
  end if;
  select * into v_newest from reprise.scorecards c
  where c.session_id = p_session.id and c.reviewer = p_actor order by c.id desc limit 1;
  if (v_newest.recommendation, v_newest.ratings, v_newest.note) = (v_recommendation, v_ratings, v_note) and not exists (
    select from reprise.second_reviews a
    where a.session_id = p_session.id and (a.reviewer = p_actor or (a.reviewer is null and a.asked_by is distinct from p_actor))
      and not reprise_private.is_second_review_done(a)
  ) then
    return jsonb_build_object('replayed', true);
  end if;
  v_count := (select count(*) from reprise.scorecards c where c.session_id = p_session.id and c.reviewer = p_actor);
  if v_count >= 20 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "scorecards", "limit": 20}');
  end if;
  insert into reprise.scorecards (session_id, reviewer, recommendation, ratings, note)
  values (p_session.id, p_actor, v_recommendation, v_ratings, v_note)
  returning id into v_id;
  return jsonb_build_object('scorecard_id', v_id, 'revision', v_count + 1);
end
$$;
comment on function reprise_private.submit_scorecard is 'Appends a scorecard of a reviewer.';
