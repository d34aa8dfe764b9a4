"""The embedded local stack: PostgreSQL, a Supabase-compatible gateway and the functions host.

``make run`` runs ``python -m local``; tests and benchmarks use :class:`local.stack.Stack`.
"""
