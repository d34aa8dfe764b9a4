"""Grades answers in the background: computes what can be computed, asks a model for the rest.

`worker` takes jobs from the database, `grader` chooses how, one module a kind does it. Nothing here
decides a job's state: the database does, by the token the job was claimed with.
"""
