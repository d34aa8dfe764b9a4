-- Returns a person whom the organization does not know, like reprise_private.candidate_name: no address, and a name that tells two of them apart.
create function reprise_private.unknown_person(p_user_id uuid)
returns jsonb
language sql immutable set search_path = ''
return jsonb_build_object('user_id', p_user_id, 'email', null, 'name', 'Candidate ' || left(p_user_id::text, 4));
comment on function reprise_private.unknown_person is 'Returns a person without their name and address.';
