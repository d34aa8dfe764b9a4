// Loaded into the gateway's process before it starts: makes @supabase/lite do what a hosted project does.

import { Server } from "node:http";
import { PostgresConnection } from "@supabase/lite/postgres";

// The first request would grant every API role all rights on every table. Hosted, only migrations grant rights.
if (typeof PostgresConnection.prototype.ensureRlsContext !== "function") {
  throw new Error("@supabase/lite grants rights in another place now: change local/like_hosted.mjs");
}
PostgresConnection.prototype.ensureRlsContext = async () => true;

// A preflight names no schema and carries no key, so lite answers some with 404 and others without the headers.
// Hosted, any origin may send any header to the Data API and to Auth, and read every response, refusals included.
const emit = Server.prototype.emit;
Server.prototype.emit = function (event, request, response, ...rest) {
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
