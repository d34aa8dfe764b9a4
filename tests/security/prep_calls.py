"""Every request about prep sessions through each API: those of their owner, and those reserved to the service."""

from tests.support.api_calls import NOBODY, Call

ONE = {"prep_session_id": NOBODY}
CLAIM = {"generation_id": NOBODY, "token": NOBODY}
OWNER_RPCS = [
    Call("POST", "/rpc/create_prep_session", {"name": "Mine", "mode": "general"}),
    Call("POST", "/rpc/list_prep_sessions", {}),
    Call("POST", "/rpc/list_prep_templates", {}),
    Call("POST", "/rpc/get_prep_session", ONE),
    Call("POST", "/rpc/patch_prep_session", ONE | {"patch": {"name": "Theirs"}, "version": 1}),
    Call("POST", "/rpc/delete_prep_session", ONE),
    Call("POST", "/rpc/start_generation", ONE | {"kind": "questions"}),
    Call("POST", "/rpc/get_generation", {"generation_id": NOBODY}),
    Call("POST", "/rpc/share_prep_session", ONE),
    Call("POST", "/rpc/list_prep_shares", ONE),
    Call("POST", "/rpc/revoke_prep_share", ONE | {"share_id": NOBODY}),
]
SERVICE_PREP_RPCS = [
    Call("POST", "/rpc/claim_generation", {"generation_id": NOBODY}),
    Call("POST", "/rpc/complete_generation", CLAIM | {"result": {"content": {}}}),
    Call("POST", "/rpc/fail_generation", CLAIM | {"give_back": True}),
    Call("POST", "/rpc/get_shared_prep", {"token": "x"}),
]
OWNER_CALLS = [
    Call("GET", "/prep-sessions"),
    Call("POST", "/prep-sessions", {"name": "Mine", "mode": "general"}),
    Call("GET", "/prep-sessions/templates"),
    Call("GET", f"/prep-sessions/{NOBODY}"),
    Call("PATCH", f"/prep-sessions/{NOBODY}", {"name": "Theirs"}),
    Call("DELETE", f"/prep-sessions/{NOBODY}"),
    Call("POST", f"/prep-sessions/{NOBODY}/generate", {"kind": "questions"}),
    Call("GET", f"/prep-sessions/{NOBODY}/shares"),
    Call("POST", f"/prep-sessions/{NOBODY}/shares", {}),
    Call("DELETE", f"/prep-sessions/{NOBODY}/shares/{NOBODY}"),
]
