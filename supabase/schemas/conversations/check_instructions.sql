-- Trigger: refuses an agenda that is too large, nested, or has a blank item, also from operators. Every reply to a candidate sends the agenda to
-- a model. The items are looked at only if there are few, so that a refusal is small and cheap.
-- Runs after the row is written, like reprise_private.check_interview. Errors: invalid_request.
create function reprise_private.check_instructions()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(new.agenda) > 20 or array_ndims(new.agenda) > 1 then
    perform reprise_private.refuse_faults('[{"loc": ["agenda"], "msg": "must be a list of at most 20 items"}]');
  end if;
  perform reprise_private.refuse_faults((
    select jsonb_agg(
      jsonb_build_object('loc', jsonb_build_array('agenda', i.number - 1), 'msg', 'must be a text of 1 to 500 characters, and not blank')
      order by i.number
    )
    from unnest(new.agenda) with ordinality i (item, number)
    where reprise_private.is_blank(i.item) or char_length(i.item) > 500
  ));
  return null;
end
$$;
comment on function reprise_private.check_instructions is 'Trigger: refuses an agenda that is too large, nested, or has a blank item.';
