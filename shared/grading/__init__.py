"""Grades answers in the background: deterministic checks first, a model for the rest.

`run` claims jobs from the database, `grader` picks the method, and one module per question kind applies it. The
database decides the state of a job, by the token of its claim; nothing here does.
"""
