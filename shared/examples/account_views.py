"""Examples of /account."""

from typing import Any

from shared.examples import NOW

ACCOUNT: dict[str, Any] = {
    "account": {
        "user_id": "7d9b0c52-3c7e-4d0f-9a41-6b8f2e5d1c03",
        "email": "candidate@example.com",
        "name": "Camille Candidate",
    },
    "deletion": None,
    "server_time": NOW,
}
DELETED = ACCOUNT | {
    "deletion": {
        "requested_at": "2026-01-15T09:28:41.508213Z",
        "takes_effect_at": "2026-01-29T09:28:41.508213Z",
        "takes_effect_on": "2026-01-29",
    }
}
