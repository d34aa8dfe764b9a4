-- Returns rows of an interview's candidates for a file. See reprise_private.export_candidates.
create function reprise.export_candidates(interview_id uuid, cursor text default null, page_size integer default 500, reports boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.export_candidates(interview_id, cursor, page_size, coalesce(reports, false));
end
$$;
comment on function reprise.export_candidates is 'Returns rows of an interview''s candidates for a file. See reprise_private.export_candidates.';
