// @ts-check
/**
 * Encrypts to the server's public key with WebCrypto. The result is a compact JWE (RFC 7516): a key agreed by ECDH-ES on
 * P-256 encrypts with A256GCM. Nobody can read it without the server's private key, not even this device.
 */
import { base64url } from "../bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const CIPHER = "A256GCM";
const KEY_BITS = 256;
const TAG_BYTES = 16;

const utf8 = new TextEncoder();

/** @typedef {JsonWebKey & {kid: string}} SealingKey the server's public key */

/**
 * @param {SealingKey} recipient
 * @param {unknown} content becomes JSON
 * @returns {Promise<string>}
 */
export async function seal({ kty, crv, x, y, kid }, content) {
  const { subtle } = crypto;
  const theirs = await subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  const ephemeral = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  const epk = await subtle.exportKey("jwk", ephemeral.publicKey);
  const agreed = await subtle.deriveBits({ name: "ECDH", public: theirs }, ephemeral.privateKey, KEY_BITS);
  const key = await subtle.importKey("raw", await derived(agreed), "AES-GCM", false, ["encrypt"]);
  const header = { alg: "ECDH-ES", enc: CIPHER, kid, epk: { kty: epk.kty, crv: epk.crv, x: epk.x, y: epk.y } };
  const protectedHeader = base64url(utf8.encode(JSON.stringify(header)));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const parameters = { name: "AES-GCM", iv, additionalData: utf8.encode(protectedHeader) };
  const sealed = new Uint8Array(await subtle.encrypt(parameters, key, utf8.encode(JSON.stringify(content))));
  // The agreed key encrypts directly, so the part for an encrypted key is empty.
  const parts = [iv, sealed.subarray(0, -TAG_BYTES), sealed.subarray(-TAG_BYTES)];
  return [protectedHeader, "", ...parts.map(base64url)].join(".");
}

/**
 * The one round of the Concat KDF that 256 bits take (RFC 7518, 4.6.2), without information about the parties.
 * @param {ArrayBuffer} agreed
 */
function derived(agreed) {
  const information = [
    number(1),
    new Uint8Array(agreed),
    number(CIPHER.length),
    utf8.encode(CIPHER),
    number(0),
    number(0),
  ];
  return crypto.subtle.digest("SHA-256", joined([...information, number(KEY_BITS)]));
}

/** Four bytes, the highest first. @param {number} value */
function number(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
