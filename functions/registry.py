"""Every HTTP function. main.py, api.py and the OpenAPI document, in this order, are made from this list."""

from functions.accept_invitation import accept_invitation
from functions.account import account
from functions.analytics import analytics
from functions.cleanup import cleanup
from functions.clear_stuck_session import clear_stuck_session
from functions.evaluate import evaluate
from functions.export import export
from functions.finish import finish
from functions.health import health
from functions.heartbeat import heartbeat
from functions.interviews import interviews
from functions.invitation import invitation
from functions.invitations import invitations
from functions.jwks import jwks
from functions.message import message
from functions.notices import notices
from functions.notify import notify
from functions.openapi import describe, openapi
from functions.organizations import organizations
from functions.prep_sessions import prep_sessions
from functions.questions import questions
from functions.record import record
from functions.results import results
from functions.resume import resume
from functions.review import review
from functions.sealed_files import sealed_files
from functions.sessions import sessions
from functions.shared_prep import shared_prep
from functions.start import start
from functions.submit import submit
from functions.unsubscribe import unsubscribe
from functions.webhooks import webhooks

ENDPOINTS = (
    start,
    submit,
    resume,
    heartbeat,
    finish,
    clear_stuck_session,
    sessions,
    results,
    review,
    analytics,
    export,
    record,
    jwks,
    sealed_files,
    cleanup,
    evaluate,
    health,
    notify,
    questions,
    organizations,
    invitations,
    invitation,
    accept_invitation,
    webhooks,
    notices,
    unsubscribe,
    interviews,
    message,
    prep_sessions,
    shared_prep,
    account,
    openapi,
)
OPERATIONS = tuple(operation for endpoint in ENDPOINTS for operation in endpoint.operations if endpoint.documented)
ENTRY_POINTS = {endpoint.name: endpoint.entry_point() for endpoint in ENDPOINTS}
describe(OPERATIONS)
