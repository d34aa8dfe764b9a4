-- Returns the messages of a conversation for its assessment, each reply after the message it replies to, in at most p_characters characters.
-- If there are more, the longest messages are cut to the same length, and every message keeps its beginning: a candidate who wrote one
-- enormous text pushes nothing else out. `left_out` is what was cut off the message.
create function reprise_private.transcript_extract(p_session_id uuid, p_characters integer)
returns table (seq integer, place integer, message_id uuid, role text, content text, left_out integer)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  with lengths as (
    select m.seq, char_length(m.content) as length from reprise.messages m where m.session_id = p_session_id
  ), levels as (
    -- If this message is the shortest that is cut, each of those from it on gets this many characters.
    select l.length, (p_characters - sum(l.length) over w + l.length) / (count(*) over () - row_number() over w + 1) as level
    from lengths l
    window w as (order by l.length, l.seq)
  ), cut as (
    select floor(max(v.level))::integer as level from levels v where v.length > v.level
  )
  select m.seq, coalesce(m.replies_to_seq, m.seq), m.message_id, m.role,
    case when c.level is null then m.content else left(m.content, c.level) end,
    greatest(char_length(m.content) - c.level, 0)
  from reprise.messages m cross join cut c
  where m.session_id = p_session_id
  order by 2, 1;
end
$$;
comment on function reprise_private.transcript_extract is 'Returns the messages of a conversation within a number of characters.';
