"""Every entry point for the functions host: `functions-framework --asgi --target=submit`.

An invalid environment stops the process here, before it takes a request.
"""

from functions.analytics import analytics
from functions.api import api
from functions.cleanup import cleanup
from functions.clear_stuck_session import clear_stuck_session
from functions.evaluate import evaluate
from functions.export import export
from functions.finish import finish
from functions.health import health
from functions.heartbeat import heartbeat
from functions.message import message
from functions.openapi import openapi
from functions.prep_sessions import prep_sessions
from functions.questions import questions
from functions.results import results
from functions.resume import resume
from functions.review import review
from functions.sessions import sessions
from functions.shared_prep import shared_prep
from functions.start import start
from functions.submit import submit
from shared.settings import get_settings

__all__ = [
    "analytics",
    "api",
    "cleanup",
    "clear_stuck_session",
    "evaluate",
    "export",
    "finish",
    "health",
    "heartbeat",
    "message",
    "openapi",
    "prep_sessions",
    "questions",
    "results",
    "resume",
    "review",
    "sessions",
    "shared_prep",
    "start",
    "submit",
]

get_settings()
