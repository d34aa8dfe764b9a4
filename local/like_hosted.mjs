// Loaded into the gateway's process before it starts: makes @supabase/lite do what a hosted project does.

import { request as requestFrom, Server } from "node:http";
import { SmtpEmailDriver } from "@supabase/lite";
import { PostgresConnection } from "@supabase/lite/postgres";
import { CompiledQuery } from "kysely";

// The methods that are replaced here.
for (const [type, ...names] of [
  [PostgresConnection, "ensureRlsContext", "applyJwtSessionContext", "applyRpcRequestGucs", "withContext"],
  [SmtpEmailDriver, "getTransporter"],
]) {
  for (const name of names) {
    if (typeof type.prototype[name] !== "function") {
      throw new Error(`@supabase/lite has no ${type.name}.${name} any more: change local/like_hosted.mjs`);
    }
  }
}

// The first request would grant every API role all rights on every table. Hosted, only migrations grant rights.
PostgresConnection.prototype.ensureRlsContext = async () => true;

// lite sends a statement for each setting of a transaction: eleven for an RPC, more work than most RPCs themselves.
// PostgREST sends all in one.
async function configure(transaction, settings) {
  const parts = settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`);
  await transaction.executeQuery(CompiledQuery.raw(`select ${parts.join(", ")}`, settings.flat()));
}

// The settings of the caller that wait for those of the RPC, by transaction.
const waiting = new WeakMap();
const withContext = PostgresConnection.prototype.withContext;
PostgresConnection.prototype.withContext = function (context, work, options) {
  return withContext.call(this, context && options?.rpc ? { ...context, isRpc: true } : context, work, options);
};

PostgresConnection.prototype.applyJwtSessionContext = async (transaction, { auth, storage, isRpc }) => {
  const role = auth?.role || "anon";
  const settings = [
    ["role", role],
    ["request.jwt.claim.sub", String(auth?.uid ?? "")],
    ["request.jwt.claim.role", role],
    ["storage.operation", String(storage?.operation ?? "")],
    ...(auth?.jwt && typeof auth.jwt === "object" ? [["request.jwt.claims", JSON.stringify(auth.jwt)]] : []),
  ];
  if (isRpc) waiting.set(transaction, settings);
  else await configure(transaction, settings);
};

PostgresConnection.prototype.applyRpcRequestGucs = (transaction, { method, path, requestHeaders }) =>
  configure(transaction, [
    ...(waiting.get(transaction) ?? []),
    ["response.status", ""],
    ["response.headers", ""],
    ["request.method", method],
    ["request.path", path],
    ["request.headers", JSON.stringify(requestHeaders ?? {})],
  ]);

// A preflight names no schema and carries no key, so lite answers some with 404 and others without the headers.
// Hosted, any origin may send any header to the Data API and to Auth, and read every response, refusals included.
const emit = Server.prototype.emit;
// Hosted, Edge Functions are at /functions/v1. The functions are another server here, so each call is passed on as it is,
// and its response as it arrives.
const functionsUrl = process.env.FUNCTIONS_URL;
Server.prototype.emit = function (event, request, response, ...rest) {
  if (event === "request" && functionsUrl && request.url.startsWith("/functions/v1/")) {
    passOn(request, response);
    return true;
  }
  if (event === "request" && /^\/(auth|rest)\/v1\//.test(request.url)) {
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"]) {
      const headers = request.headers["access-control-request-headers"];
      response.writeHead(204, {
        "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS",
        ...(headers && { "access-control-allow-headers": headers, vary: "access-control-request-headers" }),
        "access-control-max-age": "3600",
      });
      response.end();
      return true;
    }
  }
  return emit.call(this, event, request, response, ...rest);
};

// lite demands a user. A mail server may have none (NO_USER in gateway.py), and on this machine it needs no TLS.
const getTransporter = SmtpEmailDriver.prototype.getTransporter;
SmtpEmailDriver.prototype.getTransporter = function () {
  const { user, host } = this.options;
  const requireTls = !["127.0.0.1", "::1", "localhost"].includes(host);
  if (user === "none") this.options = { ...this.options, user: undefined, pass: undefined, requireTls };
  return getTransporter.call(this);
};

function passOn(request, response) {
  const { method, headers } = request;
  const onward = requestFrom(functionsUrl + request.url.slice("/functions/v1".length), {
    method,
    headers,
    agent: false,
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  onward.on("error", () => {
    if (response.headersSent) return response.destroy();
    response.writeHead(503, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(JSON.stringify({ message: "The functions do not answer." }));
  });
  // A caller who hangs up ends the call to the functions, too.
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
