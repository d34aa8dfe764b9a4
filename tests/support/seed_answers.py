"""Answers to the seed's interview."""

DEBOUNCE = """function debounce(fn, wait) {
  let timer;
  return function (...args) {
    clearTimeout(timer);
    timer = setTimeout(() => fn.apply(this, args), wait);
  };
}"""
SEED_ANSWERS = [
    "b",
    "Authentication is about identity (401), authorization about permission.",
    "That is the N+1 problem. Every query costs a round trip; use a join or a batch.",
    DEBOUNCE,
    "I would look at a trace and the plan of the query first, then add an index and pages.",
    "a",
]
