-- Returns the questions of a session in their order: those that every session asks, and draw_count of each pool, one after the other at the
-- place of its first. A draw orders a pool by the hash of the seed and each id: every set is equally likely, in random order, and the same
-- seed draws the same again as long as the list is the same. Who does not know the seed cannot predict it.
create function reprise_private.draw_questions(p_interview_id uuid, p_seed uuid)
returns uuid[]
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select array_agg(d.question_id order by d.place, d.number, d.question_position)
    from (
      select a.*, case when a.pool is not null then row_number() over (
        partition by a.pool order by case when a.pool is not null then reprise_private.seeded_hash(p_seed, a.question_id::text) end
      ) end as number
      from reprise_private.askable_questions(p_interview_id) a
    ) d
    where d.pool is null or d.number <= d.draw_count
  );
end
$$;
comment on function reprise_private.draw_questions is 'Returns the questions of a session in their order, drawn with a seed.';
