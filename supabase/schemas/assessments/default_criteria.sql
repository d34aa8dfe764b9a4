-- Returns the criteria of conversations whose interview has none, and of those without an interview. They are published in docs/grading.md.
create function reprise_private.default_criteria()
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return '[
    {"id": "knowledge", "title": "Knowledge of the subject", "points": 10,
      "description": "What the candidate says about the subject is right, and goes beyond its names: causes, limits, alternatives."},
    {"id": "experience", "title": "Own experience", "points": 10,
      "description": "The candidate tells what they did themselves, with concrete situations, decisions and results."},
    {"id": "reasoning", "title": "Reasoning", "points": 10,
      "description": "The candidate gives reasons, weighs alternatives, and says what they do not know."},
    {"id": "clarity", "title": "Clarity", "points": 10,
      "description": "Answers fit the question, and somebody who was not there can follow them. Spelling and language do not count."}
  ]'::jsonb;
end
$$;
comment on function reprise_private.default_criteria is 'Returns the criteria of conversations whose interview has none.';
