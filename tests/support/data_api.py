"""Requests to the Data API: our tables and RPCs are in a schema that a request has to name."""

# Without these headers PostgREST looks in `public`, where nothing of ours is, and an attack would prove nothing.
PROFILE = {"accept-profile": "reprise", "content-profile": "reprise"}
