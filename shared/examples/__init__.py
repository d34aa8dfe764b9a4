"""Examples for the OpenAPI document: ids that requests and responses share, and in the modules the responses.

A module holds the examples of the module of shared.models that is named alike. The requests are with their operations
in `functions/`, and work on the seed in the order in which tests/openapi sends them.
"""

INTERVIEW = "11111111-1111-4111-8111-111111111111"
SESSION = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
CLIENT = "5c2d8e0a-4b1f-4f7e-8a53-9d3f0b6c1e22"
OTHER_CLIENT = "e1b6a4c8-2f3d-4c5e-9b7a-1d2c3b4a5f60"
CONVERSATION = "4c1d9a7e-5b32-4f08-8e6a-7d0f2b9c3a15"
OUTAGE = "6f0b2d84-3a17-4e95-8c6d-2b9e4f7a1c53"
MESSAGE_ID = "9e0a6b3c-2d41-4c7f-a5d8-1f3b7e9c0d26"
PREP_SESSION = "3f2b7c1d-6e54-4c8a-9b0f-2d1e5a7c9f30"
PREP_NOTES = "Ask about their on-call rota."
INVITATION_END = "2026-02-28T18:00:00Z"
NOW = "2026-01-15T09:28:41.508213Z"
ORGANIZATION = "22222222-2222-4222-8222-222222222222"
NOTICE = "5d4c3b2a-1f0e-4d9c-8b7a-69584736251f"
WEBHOOK_URL = "https://hooks.example.com/reprise"
