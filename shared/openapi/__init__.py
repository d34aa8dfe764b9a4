"""The OpenAPI document: `operations` declares the calls, `examples` shows them, `document` renders."""
