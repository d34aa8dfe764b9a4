"""Reads and writes files of questions: JSON, CSV and Moodle XML. SQL decides whether a question is valid."""
