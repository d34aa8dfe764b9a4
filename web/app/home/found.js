// @ts-check
/** The card of a session that can be resumed, with its clock running. */
import { Countdown } from "../../client/session/countdown.js";
import { go } from "../start/start.js";
import { timeLeft } from "../start/welcome-back.js";
import { busy, toast } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";

/** @import { ActiveSession } from "../../client/types.js" */

const TEXTS = {
  found: "Previous session detected",
  here: (/** @type {ActiveSession} */ session) =>
    `“${session.title}” is still open` +
    (session.question_number === null
      ? "."
      : `: question ${session.question_number} of ${session.question_count}, ${timeLeft(session)}.`),
  elsewhere: (/** @type {ActiveSession} */ session, /** @type {boolean} */ inTab) =>
    `“${session.title}” is open ${inTab ? "in another tab of this browser" : "on another device, or was until a moment ago"}.`,
  lost: {
    timed: "Clearing it ends this attempt for good, and its answers do not count. You can start again.",
    practice: "Clearing it ends this run for good; it gets no result. You can start another one.",
    conversation: "Clearing it ends this conversation. What was said stays in your results.",
  },
  frees: "Clearing it only frees you there. Nothing is lost: the attempt stays, and you can resume it.",
  clear: "Clear it",
  cleared: "Cleared. You can start afresh.",
  changed: "Something else is open by now. Please look again.",
  kept: "Cleared. Your attempt is still there to be resumed.",
  resume: "Resume",
  takeOver: "Continue here",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} clientId of this tab
 * @param {ActiveSession} session
 * @param {boolean} inTab is it open in another tab of this browser?
 * @param {() => Promise<unknown>} look look again for what can be resumed, and show it
 * @returns {{element: HTMLElement, stop: () => void}} `stop` ends its clock
 */
export function foundCard(client, clientId, session, inTab, look) {
  const away = session.live_elsewhere;
  const words = h("p", null, away ? TEXTS.elsewhere(session, inTab) : TEXTS.here(session));
  const clock = new Countdown(client.clock);
  const seconds = session.time_remaining_seconds;
  if (!away && seconds !== null && !session.time_expired && session.server_time) {
    const showTime = () => {
      const left = clock.remaining ?? 0;
      setText(words, TEXTS.here({ ...session, time_remaining_seconds: left, time_expired: left === 0 }));
    };
    clock.addEventListener("tick", showTime);
    clock.set(new Date(Date.parse(session.server_time) + seconds * 1000).toISOString());
  }
  const resume = h(
    "button",
    { class: "button", id: "resume", type: "button", onclick: () => go(session, { takeover: away }) },
    away ? TEXTS.takeOver : TEXTS.resume,
  );
  // Clearing is offered only if it ends the attempt or frees another device.
  const clears = session.can_start_over || away;
  const element = h(
    "section",
    { class: "card found", "aria-labelledby": "found-title" },
    h("h2", { id: "found-title" }, TEXTS.found),
    h(
      "div",
      { class: "stack small" },
      words,
      clears && h("p", { class: "muted small" }, session.can_start_over ? TEXTS.lost[session.mode] : TEXTS.frees),
    ),
    h("footer", { class: "row end" }, clears && clearButton(), resume),
  );
  return { element, stop: () => clock.stop() };

  function clearButton() {
    const clear = h("button", { class: "button secondary", type: "button" }, TEXTS.clear);
    clear.addEventListener("click", () =>
      busy(clear, async () => {
        // Clearing frees whichever session is live, so check that it is the one on the card.
        const now = await client.activeSession(clientId);
        if (now?.id !== session.id) {
          await look();
          toast(TEXTS.changed);
          return;
        }
        const { session: after } = await client.clearStuckSession();
        await look();
        toast(after?.status === "in_progress" ? TEXTS.kept : TEXTS.cleared);
      }),
    );
    return clear;
  }
}
