"""A session's results as a file.

`results` are read, `report` words them as a `document`, `file` has it rendered.

The renderers (`markdown`, `pdf`, `docx`) lay out; they decide nothing and word nothing.
"""
