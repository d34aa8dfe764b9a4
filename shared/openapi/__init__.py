"""The OpenAPI document: `operations` lists the calls, `examples` show them, `document` renders."""
