// @ts-check
/** Verifies a compact JWS that was signed with an Ed25519 key, by the browser's own cryptography. */
import { base64url, digest } from "../../client/bytes.js";

const ALGORITHM = "EdDSA";
const TYPE = "reprise-record";

/** A record that cannot be trusted; the message says why, in a sentence. */
export class RecordError extends Error {}

/**
 * @typedef {{kty?: string, crv?: string, x?: string}} Jwk
 */

/**
 * Verify a record with the keys of a JWK Set. Throws RecordError.
 * @param {string} record
 * @param {readonly Jwk[]} keys
 * @returns {Promise<{kid: string, payload: unknown}>}
 */
export async function verifyJws(record, keys) {
  const parts = record.split(".");
  const [header, payload, signature] = parts.map(decoded);
  if (parts.length !== 3 || !header?.length || !payload?.length || !signature?.length)
    throw new RecordError("The record is not a compact JWS: three parts in base64url with dots between them.");
  const { kid } = headerOf(header);
  const key = await keyNamed(kid, keys);
  if (!key) throw new RecordError(`The key set has no key ${kid}.`);
  const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  if (!(await crypto.subtle.verify("Ed25519", key, signature, signed)))
    throw new RecordError(
      "The signature is wrong: the record was changed after it was signed, or another key has signed it.",
    );
  return { kid, payload: json(payload) };
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {{kid: string}} */
function headerOf(bytes) {
  const header = json(bytes);
  if (typeof header !== "object" || header === null)
    throw new RecordError("The record is not a compact JWS: its header cannot be read.");
  const { alg, kid, typ, ...others } = /** @type {Record<string, unknown>} */ (header);
  if (alg !== ALGORITHM)
    throw new RecordError(`The header names the algorithm ${alg}; a record is signed with ${ALGORITHM}.`);
  if (typeof kid !== "string" || typ !== TYPE || Object.keys(others).length)
    throw new RecordError("The header is not that of a record.");
  return { kid };
}

/** The key with this thumbprint (RFC 7638), whatever the set calls it. @param {string} kid @param {readonly Jwk[]} keys */
async function keyNamed(kid, keys) {
  for (const { kty, crv, x } of keys) {
    if (kty !== "OKP" || crv !== "Ed25519" || typeof x !== "string" || decoded(x)?.length !== 32)
      throw new RecordError("The key set holds something else than Ed25519 keys.");
    const thumbprint = base64url(await digest(JSON.stringify({ crv, kty, x })));
    if (thumbprint === kid) return crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
  }
  return null;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {unknown} undefined if they are not JSON */
function json(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * The bytes of a text in base64url without padding; null if it is none. Spare bits must be zero, so that no two texts
 * mean the same.
 * @param {string} text
 */
function decoded(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return base64url(bytes) === text ? bytes : null;
}
