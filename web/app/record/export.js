// @ts-check
/** Compares the texts of a JSON export with the hashes that a record states. */
import { sha256 } from "../../client/bytes.js";

/**
 * @typedef {import("./verify.js").Statement} Statement
 * @typedef {import("./verify.js").StatedText} StatedText
 * @typedef {import("./verify.js").Fault} Fault
 */

/**
 * Every difference between the texts of an export and those of a record.
 * @param {Statement} statement
 * @param {any} exported
 * @returns {Promise<Fault[]>}
 */
export async function exportFaults(statement, exported) {
  const { session, answers, late_answers: lateTexts } = exported ?? {};
  if (typeof session?.id !== "string" || !Array.isArray(answers))
    return [{ sentence: "The export is not the JSON export of a session." }];
  if (session.id !== statement.session_id)
    return [{ sentence: `The export is of session ${session.id}, the record of session ${statement.session_id}.` }];
  const faults = await answerFaults(statement, answers);
  if (Array.isArray(lateTexts))
    faults.push(...(await lateFaults(statement, lateTexts, exported.late_answers_left_out ?? 0)));
  return faults;
}

/** @param {Statement} statement @param {any[]} answers */
async function answerFaults({ receipts }, answers) {
  /** @type {Fault[]} */
  const faults = [];
  const stated = new Map(
    receipts.filter(({ kind, withdrawn }) => kind === "answer" && !withdrawn).map((text) => [text.position, text]),
  );
  for (const answer of answers) {
    if (answer?.answer === null) continue;
    const name = `the answer to question ${answer?.position + 1}`;
    const text = stated.get(answer?.position);
    if (!text) faults.push({ sentence: `The record does not have ${name}, or the export has it twice.` });
    else faults.push(...(await differences(name, text, answer, answer.source, ["answer_id", "received_at", "sha256"])));
    stated.delete(answer?.position);
  }
  for (const [position, receipt] of stated)
    faults.push({
      sentence: `The export does not have the answer to question ${position + 1}, which the record names.`,
      receipt,
    });
  return faults;
}

/** @param {Statement} statement @param {any[]} lateTexts @param {number} leftOut */
async function lateFaults({ receipts }, lateTexts, leftOut) {
  /** @type {Fault[]} */
  const faults = [];
  const stated = new Map(
    receipts.filter(({ kind }) => kind === "late_text").map((text) => [text.receipt.answer_id, text]),
  );
  for (const late of lateTexts) {
    // A draft can be replaced by the next one, so it has no receipt until it is accepted.
    if (late?.reason === "late_draft" && late.accepted_at === null) continue;
    const name = `the late text ${late?.id} for question ${late?.position + 1}`;
    const text = stated.get(late?.id);
    stated.delete(late?.id);
    if (!text) {
      faults.push({ sentence: `The record does not have ${name}, or the export has it twice.` });
      continue;
    }
    if (text.position !== late.position)
      faults.push({ sentence: `The record has ${name} for question ${text.position + 1}.`, receipt: text });
    faults.push(...(await differences(name, text, late, late.reason, ["received_at", "sha256"])));
  }
  const missing = stated.size - leftOut;
  if (missing > 0) faults.push({ sentence: `The export does not have ${missing} late texts that the record names.` });
  return faults;
}

/**
 * @param {string} name
 * @param {StatedText} text
 * @param {any} exported
 * @param {string | null | undefined} source
 * @param {readonly ("answer_id" | "received_at" | "sha256")[]} fields
 */
async function differences(name, text, exported, source, fields) {
  /** @type {Fault[]} */
  const faults = [];
  const { receipt } = text;
  const hash = typeof exported.answer === "string" ? await sha256(exported.answer) : "none";
  if (hash !== receipt.sha256)
    faults.push({
      sentence: `The text of ${name} has the hash ${hash}; the record names ${receipt.sha256}.`,
      receipt: text,
    });
  if (source !== null && source !== undefined && source !== text.source)
    faults.push({
      sentence: `The export says that ${name} is ${source}; the record says ${text.source}.`,
      receipt: text,
    });
  for (const field of fields) {
    const value = exported[field];
    if (value !== null && value !== undefined && value !== receipt[field])
      faults.push({
        sentence: `The ${field} of ${name} is ${value} in the export and ${receipt[field]} in the record.`,
        receipt: text,
      });
  }
  return faults;
}
