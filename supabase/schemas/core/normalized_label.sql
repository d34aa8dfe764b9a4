-- Normalizes a label for comparison: two labels that a person reads as the same, apart from case, width and spacing, get the same result.
-- For short texts only: normalizing a run of accents takes quadratic time.
create function reprise_private.normalized_label(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    lower(normalize(left(p_text, 200), nfkc)),
    '[\u0001-\u0020\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]+', ' ', 'g'
  ));
end
$$;
comment on function reprise_private.normalized_label is 'Returns a label without its differences in case, width and spacing, for comparison.';
