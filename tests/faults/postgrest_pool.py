"""A stand-in for PostgREST's connection pool on the real database, for behaviour that the embedded gateway lacks.

Like PostgREST 14, it has ten connections and holds each until its statement ends, whether or not the caller still
waits. It applies the settings of the role and of the called function before the call. An error without SQLSTATE (a
backend that died) becomes status 400 with an empty code. It implements only what the functions' RPCs need: `POST
/rest/v1/rpc/<name>`.
"""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import jwt
import psycopg
from psycopg import sql

CONNECTIONS = 10
ACQUISITION_SECONDS = 10.0
APPLICATION_NAME = "postgrest"
# The settings that PostgREST hoists by default:
# https://docs.postgrest.org/en/stable/references/configuration.html#db-hoisted-tx-settings
HOISTED = ("statement_timeout", "plan_filter.statement_cost_limit", "default_transaction_isolation")
# On Supabase, the role that PostgREST logs in as has this; settings of the caller's role and of the function override
# it.
LOGIN_STATEMENT_TIMEOUT = "8s"
STATUS_OF_CLASS = {"08": 503, "25": 500, "40": 500, "53": 503, "55": 500, "57": 500, "58": 500, "XX": 500}

Answer = tuple[int, dict[str, str], bytes]
Connection = psycopg.Connection[Any]


class PostgrestPool:
    """Listens on a free port inside `with`."""

    def __init__(self, database_url: str) -> None:
        self.answered: list[tuple[str, int]] = []
        self._database_url = database_url
        self._free: queue.Queue[Connection | None] = queue.Queue()
        for _ in range(CONNECTIONS):
            self._free.put(None)
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        # Waits for requests that are still being answered.
        self._server.server_close()
        for _ in range(CONNECTIONS):
            connection = self._free.get(timeout=30)
            if connection is not None:
                connection.close()

    def call(self, name: str, arguments: dict[str, Any], claims: dict[str, Any]) -> Answer:
        """Run one RPC in one transaction, as the role in the claims."""
        try:
            connection = self._free.get(timeout=ACQUISITION_SECONDS)
        except queue.Empty:
            return _error(504, "PGRST003", "Timed out acquiring connection from connection pool.")
        try:
            if connection is None or connection.closed:
                connection = self._connect()
            with connection.transaction():
                return self._call(connection, name, arguments, claims)
        except _NotConnectedError:
            return _error(503, "PGRST000", "Database connection error. Retrying the connection.")
        except psycopg.Error as error:
            return _database_error(error)
        finally:
            self._free.put(connection)

    def _connect(self) -> Connection:
        try:
            return psycopg.connect(
                self._database_url,
                autocommit=True,
                application_name=APPLICATION_NAME,
                options=f"-c statement_timeout={LOGIN_STATEMENT_TIMEOUT}",
            )
        except psycopg.OperationalError as error:
            raise _NotConnectedError from error

    def _call(self, connection: Connection, name: str, arguments: dict[str, Any], claims: dict[str, Any]) -> Answer:
        types, settings = _function(connection, name)
        role_settings = _role_settings(connection, claims["role"])
        for setting, value in [*role_settings, *(pair for pair in settings if pair[0] in HOISTED)]:
            connection.execute("select set_config(%s, %s, true)", (setting, value))
        connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
            " set_config('response.status', '', true)",
            (claims["role"], json.dumps(claims)),
        )
        call = sql.SQL("select (reprise.{}({}))::text, current_setting('response.status', true)").format(
            sql.Identifier(name),
            sql.SQL(", ").join(
                sql.SQL("{} => {}::{}").format(sql.Identifier(key), sql.Placeholder(key), sql.SQL(types[key]))
                for key in arguments
            ),
        )
        row = connection.execute(call, {key: _text(value) for key, value in arguments.items()}).fetchone()
        assert row is not None
        result, status = row
        return int(status or 200), {"content-type": "application/json; charset=utf-8"}, result.encode()


class _NotConnectedError(Exception):
    pass


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128


def _handler(pool: PostgrestPool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            name = self.path.rpartition("/")[2]
            length = int(self.headers["content-length"])
            content = self.rfile.read(length)
            if len(content) < length:
                # The caller hung up in the middle of the request.
                self.close_connection = True
                return
            arguments = json.loads(content)
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            # This stand-in does not verify signatures.
            claims = jwt.decode(token, options={"verify_signature": False}) if token else {"role": "service_role"}
            if self.headers.get("content-profile") == "reprise":
                status, headers, body = pool.call(name, arguments, claims)
            else:
                status, headers, body = _error(404, "PGRST202", f"Could not find the function public.{name}")
            pool.answered.append((name, status))
            try:
                self.send_response(status)
                for header, value in headers.items():
                    self.send_header(header, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                # The caller gave up, but the statement ran to its end anyway, as behind PostgREST.
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base class)
            """Log nothing."""

    return Handler


def _function(connection: Connection, name: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The types of a function's arguments by name, and the function's settings."""
    row = connection.execute(
        "select coalesce(proargnames, '{}'), array(select t::regtype::text from unnest(proargtypes) t),"
        " coalesce(proconfig, '{}') from pg_proc where pronamespace = 'reprise'::regnamespace and proname = %s",
        (name,),
    ).fetchone()
    assert row is not None, name
    names, types, settings = row
    return dict(zip(names, types, strict=True)), [_pair(setting) for setting in settings]


def _role_settings(connection: Connection, role: str) -> list[tuple[str, str]]:
    row = connection.execute("select coalesce(rolconfig, '{}') from pg_roles where rolname = %s", (role,)).fetchone()
    assert row is not None, role
    return [_pair(setting) for setting in row[0]]


def _pair(setting: str) -> tuple[str, str]:
    name, _, value = setting.partition("=")
    return name, value


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


def _database_error(error: psycopg.Error) -> Answer:
    code = error.sqlstate
    if code is None:
        status, headers, body = _error(400, "", "")
        return status, headers | {"proxy-status": "PostgREST; error="}, body
    diagnostic = error.diag
    status = int(code[2:]) if code.startswith("PT") else STATUS_OF_CLASS.get(code[:2], 400)
    return _error(status, code, diagnostic.message_primary, diagnostic.message_detail, diagnostic.message_hint)


def _error(status: int, code: str, message: str | None, details: str | None = None, hint: str | None = None) -> Answer:
    body = {"code": code, "details": details, "hint": hint, "message": message}
    return status, {"content-type": "application/json; charset=utf-8"}, json.dumps(body).encode()
