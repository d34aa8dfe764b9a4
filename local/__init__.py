"""The embedded local stack: PostgreSQL, a Supabase-compatible gateway, the functions host and the web server.

``make run`` runs ``python -m local``; tests and benchmarks use :class:`local.stack.Stack`.
"""
