"""Grading jobs, results, review and analytics: what the database promises about them."""
