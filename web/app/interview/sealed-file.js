// @ts-check
/** Offers to save unsent text as a file: at once without a network, and after a while if the server does not answer. */
import { busy } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { clockTime } from "../ui/format.js";
import { saveFile } from "../ui/save-file.js";

const WAIT_MS = 10_000;

const TEXTS = {
  title: "What you wrote has not reached us yet",
  text:
    "It is on this device and is sent as soon as the network is back: please keep this page open. If the network may " +
    "stay away, save it as a file, too. Upload the file on the home page from any device, or give it to the people " +
    "who run this interview. Only we can read it.",
  save: "Save as a file",
  saved: (/** @type {string} */ name, /** @type {string} */ time) =>
    `Saved as ${name} at ${time}. What you write from now on is not in it.`,
  nothing: "There is nothing left to save: it has just been sent.",
};

/**
 * An element that shows itself when it is needed.
 * @param {import("../../client/session/interview.js").Interview} interview
 */
export function sealedFileOffer(interview) {
  const save = h("button", { class: "button secondary small", type: "button" }, TEXTS.save);
  const outcome = h("p", { class: "small", role: "status" });
  const element = h(
    "div",
    { class: "notice", id: "sealed-file", hidden: true },
    h("strong", null, TEXTS.title),
    h("p", null, TEXTS.text),
    outcome,
    h("div", null, save),
  );
  let waiting = 0;
  let waitedLong = false;
  save.addEventListener("click", () =>
    busy(save, async () => {
      const file = await interview.sealedFile();
      if (file) saveFile(new Blob([file.content], { type: "application/jose" }), file.name);
      outcome.textContent = file ? TEXTS.saved(file.name, clockTime(Date.now())) : TEXTS.nothing;
    }),
  );
  interview.addEventListener("change", follow);

  function follow() {
    const { unsent, client, offline } = interview;
    if (!unsent) {
      clearTimeout(waiting);
      waiting = 0;
      waitedLong = false;
    } else if (!waiting) {
      waiting = setTimeout(() => {
        waitedLong = true;
        follow();
      }, WAIT_MS);
    }
    const needed = unsent && client.sealingKey !== null && (waitedLong || (offline && !navigator.onLine));
    if (needed === !element.hidden) return;
    if (element.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
    element.hidden = !needed;
    setText(outcome, "");
  }
  return element;
}
