// @ts-check
/** Bytes as text: base64url, hexadecimal, and SHA-256 of texts. */

/** Bytes per call of `String.fromCharCode`, which takes each as an argument. */
const PIECE = 0x8000;

/** Bytes in base64url (RFC 4648) without padding. @param {Uint8Array} bytes */
export function base64url(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** SHA-256 of a text in UTF-8. @param {string} text */
export async function digest(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal. @param {string} text */
export async function sha256(text) {
  return Array.from(await digest(text), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
