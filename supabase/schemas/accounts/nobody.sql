-- Returns the nil uuid, which stands for a person whose account was deleted, wherever a row of somebody else's named them.
create function reprise_private.nobody()
returns uuid
language sql immutable set search_path = ''
return '00000000-0000-0000-0000-000000000000'::uuid;
comment on function reprise_private.nobody is 'Returns the nil uuid, which stands for a person whose account was deleted.';
