// @ts-check
/** The section of the account page about e-mails: which events are sent, and how soon. */
import { Problem } from "../../client/http/problems.js";
import { field } from "../authoring/fields.js";
import { toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  title: "E-mails",
  text: "Choose which e-mails you get. Daily sends one e-mail with all events of the day.",
  saved: "Saved.",
  failed: "Your preferences could not be loaded.",
};
/** @type {Record<string, string>} */
const KINDS = {
  "evaluation.needs_review": "An answer needs review",
  "result.ready": "A result is ready",
  "decision.made": "A decision was made",
  "session.completed": "A candidate has completed an interview",
  "webhook.disabled": "A webhook was stopped",
  reminder: "An interview of mine ends within a day",
};
/** @type {Record<string, string>} */
const PACES = { off: "Never", soon: "Within minutes", daily: "Daily" };

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {boolean} member of an organization: a candidate only gets reminders
 */
export function noticeSection(client, member) {
  const place = h("div", { class: "stack", "aria-busy": "true" });
  load();
  return h(
    "section",
    { class: "card stack", "aria-labelledby": "e-mails" },
    h("h2", { id: "e-mails" }, TEXTS.title),
    h("p", null, TEXTS.text),
    place,
  );

  async function load() {
    try {
      const { preferences } = await client.call("notices/preferences", { method: "GET" });
      const kinds = Object.keys(KINDS).filter((kind) => member || kind === "reminder");
      replace(
        place,
        kinds.map((kind) => field(KINDS[kind], choice(kind, preferences[kind]))),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      replace(place, h("p", { class: "notice warning", role: "alert" }, `${TEXTS.failed} ${error.detail}`));
    } finally {
      place.removeAttribute("aria-busy");
    }
  }

  /** @param {string} kind @param {string} pace */
  function choice(kind, pace) {
    const paces = kind === "reminder" ? ["off", "soon"] : ["off", "soon", "daily"];
    const select = h(
      "select",
      { class: "input filter", id: `pace-${kind.replace(".", "-")}` },
      paces.map((value) => h("option", { value, selected: value === pace }, PACES[value])),
    );
    let saved = pace;
    select.addEventListener("change", async () => {
      try {
        await client.call("notices/preferences", { body: { kind, pace: select.value } });
        saved = select.value;
        toast(TEXTS.saved);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        select.value = saved;
        toast(error.fields.errors?.map((/** @type {any} */ { msg }) => msg).join(" ") || error.detail);
      }
    });
    return select;
  }
}
