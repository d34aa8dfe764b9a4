"""Models of request and response bodies.

Requests: `fields` (base classes and field types), and the families that do not fit into their endpoint's file.
Responses: the modules named `…_views` and `problem_document`. They describe what the database returns, so only the
OpenAPI document and tests import them.
"""
