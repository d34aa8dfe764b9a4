// @ts-check
/** Ways to start a conversation: on a topic of one's own, or as an interview of that mode. */
import { Problem } from "../../client/http/problems.js";
import { supabase } from "../sign-in/account.js";
import { begin, go } from "../start/start.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  title: "Conversation",
  lead: "Talk with an interviewer, in writing. There is no clock, and every message is stored as you send it.",
  running: "You are in the middle of one",
  resume: "Continue the conversation",
  topic: "What would you like to talk about?",
  hint: "A technology, a project, or the job you are preparing for.",
  placeholder: "For example: a queue I built on PostgreSQL",
  begin: "Begin",
  empty: "Please enter a topic.",
  interviews: "Or choose an interview",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {HTMLElement} main
 */
export async function showBeginnings(client, tabs, main) {
  const topic = h("input", {
    class: "input",
    id: "topic",
    maxlength: 200,
    placeholder: TEXTS.placeholder,
    autocomplete: "off",
    "aria-describedby": "topic-hint",
  });
  const start = h("button", { class: "button", type: "submit" }, TEXTS.begin);
  const form = h(
    "form",
    { class: "card" },
    h(
      "div",
      { class: "field" },
      h("label", { for: "topic" }, TEXTS.topic),
      topic,
      h("p", { class: "hint", id: "topic-hint" }, TEXTS.hint),
    ),
    h("div", { class: "row end" }, start),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = topic.value.trim();
    if (wanted) tried(start, () => begin(client, tabs, { conversation: { topic: wanted } }));
    else {
      toast(TEXTS.empty);
      topic.focus();
    }
  });
  const running = h("div");
  const interviews = h("div", { class: "columns" });
  const section = h(
    "section",
    { class: "stack", "aria-labelledby": "talks", hidden: true },
    h("h2", { id: "talks" }, TEXTS.interviews),
    interviews,
  );
  running.hidden = true;
  main.classList.add("narrow");
  replace(
    main,
    h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead))),
    running,
    form,
    section,
  );

  const [active, { data }] = await Promise.all([
    client.activeSession(tabs.clientId).catch(() => null),
    (await supabase())
      .from("interviews")
      .select("id, title, description")
      .eq("status", "published")
      .eq("mode", "conversation")
      .order("is_public")
      .order("created_at", { ascending: false })
      .limit(60),
  ]);
  if (active?.mode === "conversation") {
    running.hidden = false;
    const resume = h(
      "button",
      { class: "button", type: "button", onclick: () => go(active, { takeover: active.live_elsewhere }) },
      TEXTS.resume,
    );
    replace(
      running,
      h(
        "section",
        { class: "card running" },
        h("div", { class: "stack small" }, h("h2", null, TEXTS.running), h("p", null, active.title)),
        h("footer", { class: "row end" }, resume),
      ),
    );
  }
  section.hidden = !data?.length;
  replace(
    interviews,
    (data ?? []).map((/** @type {import("../rows.js").InterviewRow} */ { id, title, description }) => {
      const button = h(
        "button",
        { class: "button secondary", type: "button", "aria-label": `${TEXTS.begin} ${title}` },
        TEXTS.begin,
      );
      button.addEventListener("click", () =>
        tried(button, () => begin(client, tabs, { conversation: { interview_id: id } })),
      );
      return h(
        "article",
        { class: "card" },
        h("div", { class: "stack small" }, h("h3", null, title), h("p", { class: "muted" }, description)),
        h("footer", { class: "row end" }, button),
      );
    }),
  );
}

/** @param {HTMLElement} button @param {() => Promise<unknown>} work */
function tried(button, work) {
  return busy(button, async () => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.detail);
    }
  });
}
