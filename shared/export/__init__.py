"""A session's results as a file.

`results` reads them, `report` turns them into a `document`, and `file` renders it.

The renderers (`markdown`, `pdf`, `docx`) only lay out: content and wording are decided before.
"""
