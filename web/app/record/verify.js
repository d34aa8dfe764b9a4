// @ts-check
/** Verifies a record without a network: its signature, its chain, and the texts of an export against it. */
import { sha256 } from "../../client/bytes.js";
import { exportFaults } from "./export.js";
import { RecordError, verifyJws } from "./jws.js";

/**
 * @typedef {{answer_id: string, received_at: string, sha256: string, late_by_seconds: number, previous: string | null}} Receipt
 * @typedef {{position: number, kind: "answer" | "late_text", source: string, withdrawn: boolean, receipt: Receipt}} StatedText
 * @typedef {{iss: string, session_id: string, candidate_id: string, title: string, status: string, issued_at: string,
 *   head: string | null, receipts: StatedText[]}} Statement
 * @typedef {{sentence: string, receipt?: StatedText}} Fault of a receipt, or of the whole
 * @typedef {{kid: string, statement: Statement, faults: Fault[]}} Verified
 */

const RECEIPT = ["answer_id", "late_by_seconds", "previous", "received_at", "sha256"];

/**
 * Verify a record. Throws RecordError if its signature is wrong: then nothing in it means anything.
 * @param {string} record
 * @param {readonly import("./jws.js").Jwk[]} keys
 * @param {unknown} [exported] a JSON export
 * @returns {Promise<Verified>}
 */
export async function verifyRecord(record, keys, exported) {
  const { kid, payload } = await verifyJws(record.trim(), keys);
  if (!isStatement(payload)) throw new RecordError("The signature is right, but this is not a record.");
  const faults = await chainFaults(payload);
  if (exported !== undefined) faults.push(...(await exportFaults(payload, exported)));
  return { kid, statement: payload, faults };
}

/** @param {Statement} statement @returns {Promise<Fault[]>} */
async function chainFaults({ receipts, head }) {
  /** @type {Fault[]} */
  const faults = [];
  /** @type {string | null} */
  let before = null;
  /** @type {Map<number, number>} */
  const stands = new Map();
  /** @type {Map<string, number>} */
  const ids = new Map();
  for (const [index, text] of receipts.entries()) {
    const { receipt, position } = text;
    const number = index + 1;
    /** @param {string} sentence */
    const wrong = (sentence) => faults.push({ sentence, receipt: text });
    if (receipt.previous !== before)
      wrong(
        `Receipt ${number} names ${receipt.previous ?? "none"} as the hash of the receipt before it; it is ${before ?? "the first"}.`,
      );
    const same = ids.get(receipt.answer_id);
    if (same) wrong(`Receipts ${same} and ${number} are of the same text.`);
    ids.set(receipt.answer_id, number);
    if (text.kind === "answer" && !text.withdrawn) {
      const other = stands.get(position);
      if (other) wrong(`Receipts ${other} and ${number} are both the answer to question ${position + 1}.`);
      stands.set(position, number);
    }
    before = await sha256(canonical(receipt));
  }
  if (head !== before)
    faults.push({
      sentence: `The record names ${head ?? "none"} as the hash of its last receipt; it is ${before ?? "none"}.`,
    });
  return faults;
}

/** The canonical JSON (RFC 8785) of a receipt: it is flat, and its names are in order here. @param {Receipt} receipt */
function canonical(receipt) {
  return JSON.stringify(receipt, RECEIPT);
}

/** @param {unknown} value @returns {value is Statement} */
function isStatement(value) {
  if (!isObject(value) || !Array.isArray(value.receipts)) return false;
  const texts = ["iss", "session_id", "candidate_id", "title", "status", "issued_at"];
  return texts.every((name) => typeof value[name] === "string") && value.receipts.every(isStatedText);
}

/** @param {unknown} value */
function isStatedText(value) {
  if (!isObject(value) || !isObject(value.receipt)) return false;
  const { receipt } = value;
  const named = Object.keys(receipt).toSorted().join() === RECEIPT.join();
  const texts = [receipt.answer_id, receipt.received_at, receipt.sha256, value.source];
  const known = ["answer", "late_text"].includes(String(value.kind)) && typeof value.withdrawn === "boolean";
  return named && known && Number.isInteger(value.position) && texts.every((text) => typeof text === "string");
}

/** @param {unknown} value @returns {value is Record<string, any>} */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
