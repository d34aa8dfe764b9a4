"""Examples of the scheduled functions and of GET /health."""

from typing import Any

from shared.examples import NOW

CLEANED: dict[str, Any] = {
    "deleted": 3,
    "expired_questions": 5,
    "abandoned_sessions": 1,
    "deleted_by_retention": 2,
    "deleted_accounts": 0,
    "errors": 0,
    "duration_ms": 12.4,
    "oldest_live_seconds": 42.0,
}
EVALUATED: dict[str, Any] = {
    "claimed": 24,
    "graded": 20,
    "needs_review": 2,
    "retried": 1,
    "failed": 1,
    "released": 0,
    "lost": 0,
    "summaries": 4,
    "duration_ms": 8431.2,
}
NOTIFIED: dict[str, Any] = {"delivered": 12, "retried": 1, "failed": 0, "uncertain": 0, "duration_ms": 431.2}
HEALTHY: dict[str, Any] = {
    "status": "ok",
    "version": "0.1.0",
    "model": "configured",
    "database": "ok",
    "migration": "20260115090000",
    "cleanup": {"last_run_at": NOW, "oldest_overdue_seconds": None},
    "evaluation": {"queued": 3, "running": 1, "failed": 0, "oldest_queued_seconds": 4.2},
    "replies": {"pending": 1, "oldest_seconds": 2.1},
    "notifications": {"queued": 12, "failed": 0, "uncertain": 0, "oldest_queued_seconds": 31.5},
}
UNHEALTHY = HEALTHY | {
    "status": "unavailable",
    "database": "unreachable",
    "migration": None,
    "cleanup": None,
    "evaluation": None,
    "replies": None,
    "notifications": None,
}
