// @ts-check
/** The texts of a session that the server may not have, as an encrypted file that can be uploaded from anywhere. */
import { sha256 } from "../bytes.js";
import { fitting } from "./answer-text.js";
import { seal } from "./seal.js";

/** Limits of the server, with room for the encryption. */
const MAX_TEXTS = 100;
const MAX_BYTES = 700_000;

const utf8 = new TextEncoder();

/** @typedef {{position: number, text: string, sha256: string, client_submitted_at: string}} SealedText */
/** @typedef {{name: string, content: string, texts: number}} SealedFile `texts`: how many are in it */

/**
 * Seal the texts in transit, set aside and typed: the newest, if there are more than a file may hold. Resolves with null
 * if there is no text, or the server has no key for files.
 * @param {import("../http/client.js").Reprise} client
 * @param {import("../storage/device-store.js").DeviceStore} store
 * @param {string} sessionId
 * @returns {Promise<SealedFile | null>}
 */
export async function sealedFile(client, store, sessionId) {
  const { sealingKey: key } = client;
  if (!key) return null;
  const texts = await unsentTexts(client, store, sessionId);
  if (!texts.length) return null;
  const content = await seal(key, { session_id: sessionId, texts });
  const now = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  return { name: `unsent-answers-${now}.jwe`, content, texts: texts.length };
}

/**
 * @param {import("../http/client.js").Reprise} client
 * @param {import("../storage/device-store.js").DeviceStore} store
 * @param {string} sessionId
 * @returns {Promise<SealedText[]>} the newest first
 */
async function unsentTexts(client, store, sessionId) {
  const now = new Date(client.clock.now()).toISOString();
  const drafts = (await store.drafts(client.userId, sessionId))
    .filter(({ text, saved, kept }) => text !== (saved ?? "") && text !== kept)
    .map(({ position, text }) => ({ position, text, client_submitted_at: now }));
  const answers = (await store.answers(client.userId))
    .filter(({ body }) => body.session_id === sessionId)
    .map(({ body: { position, answer, client_submitted_at } }) => ({ position, text: answer, client_submitted_at }));
  /** @type {Map<string, SealedText>} */
  const found = new Map();
  let bytes = 0;
  for (const one of [...drafts, ...answers.reverse()]) {
    const text = fitting(one.text);
    const about = JSON.stringify([one.position, text]);
    if (!text || found.has(about)) continue;
    bytes += utf8.encode(about).length + 200;
    if (found.size === MAX_TEXTS || bytes > MAX_BYTES) break;
    found.set(about, { ...one, text, sha256: await sha256(text) });
  }
  return [...found.values()];
}
