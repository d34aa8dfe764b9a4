"""Questions that a model drafts for a job; inactive until a person has accepted each."""
