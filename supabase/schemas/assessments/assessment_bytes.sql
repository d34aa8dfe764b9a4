-- Returns about how many bytes a grader sends to a model to assess a conversation, without reading the texts. See reprise_private.job_bytes.
create function reprise_private.assessment_bytes(p_evaluation reprise.evaluations)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select least(sum(octet_length(m.content)), 48000)::bigint from reprise.messages m where m.session_id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessment_bytes is 'Returns about how many bytes of text a grader sends to a model to assess a conversation.';
