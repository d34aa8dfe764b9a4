"""Grading jobs, results, review and analytics: the guarantees that the database gives."""
