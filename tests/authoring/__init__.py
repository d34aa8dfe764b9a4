"""Publishing interviews; import, export and drafts of questions."""
