-- Returns the moments at which something of a candidate was stored, with this transaction's added: the newest 60, 20 seconds apart at least,
-- so that a row stays small and heartbeats stay cheap, and the last 20 minutes or more are known.
create function reprise_private.with_this_write(p_moments timestamptz[])
returns timestamptz[]
language plpgsql stable set search_path = ''
as $$
declare
  v_count integer := cardinality(p_moments);
begin
  if now() < p_moments[v_count] + interval '20 seconds' then
    return p_moments;
  end if;
  return (p_moments || now())[greatest(v_count - 58, 1):];
end
$$;
comment on function reprise_private.with_this_write is 'Returns the moments of a candidate''s writes with this transaction''s added.';
