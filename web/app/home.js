// @ts-check
/** Home: what can be continued, and what can be begun. */
import { Problem } from "../reprise/problems.js";
import { DeviceStore } from "../reprise/store.js";
import { Outbox, outcome } from "../reprise/outbox.js";
import { Tabs } from "../reprise/tabs.js";
import { tellUnsent } from "./conversation-left.js";
import { ask, busy, toast } from "./dialog.js";
import { h, replace } from "./dom.js";
import { plural } from "./format.js";
import { addNotice } from "./notices.js";
import { startPage } from "./page.js";
import { supabase } from "./session.js";
import { begin, go, sameAs } from "./starting.js";
import { timeLeft, welcomeBack } from "./welcome-back.js";

const TEXTS = {
  hello: (/** @type {string} */ name) => `Hello, ${name}`,
  lead: "Whatever you write here is saved while you write it.",
  interviews: "Interviews",
  none: "There is no interview for you at the moment.",
  noneHint: "Invitations show up here by themselves. Meanwhile, a practice run is a good warm-up.",
  start: "Start",
  details: { invited: "Invited", open: "Open to everybody", talk: "Conversation" },
  before: {
    lead: "Before you start",
    timed: [
      "You see one question at a time. Each has its own clock, which starts when you see it.",
      "What you write is saved every few seconds. If the browser crashes or the network fails, you go on where you were.",
      "When a question's time is up, what you have written is handed in by itself.",
    ],
    start: "Start now",
    later: "Not now",
  },
  found: "Previous session detected",
  foundHere: (/** @type {any} */ session) =>
    `“${session.title}” is still open` +
    (session.question_number === null ? "." : `: question ${session.question_number} of ${session.question_count}, ${timeLeft(session)}.`),
  foundElsewhere: (/** @type {any} */ session, /** @type {boolean} */ inTab) =>
    `“${session.title}” is open ${inTab ? "in another tab of this browser" : "on another device, or was until a moment ago"}.`,
  clearEnds: "Clearing it closes that attempt; you can start again.",
  clearFrees: "Clearing it only frees you here. The attempt itself stays, and you can resume it.",
  clear: "Clear it",
  cleared: "Cleared. You can start afresh.",
  clearedKept: "Cleared. Your attempt is still there to be resumed.",
  resume: "Resume",
  here: "Continue here",
  more: "More",
  links: [
    { href: "practice.html", title: "Practice", text: "Pick a topic and a level, and answer questions like the real ones." },
    { href: "conversation.html", title: "Conversation", text: "Talk with an interviewer about a topic of your own, without a clock." },
    { href: "prep.html", title: "Preparation", text: "Collect questions, notes and stories for the interview ahead." },
    { href: "results.html", title: "My results", text: "Everything you have taken, with feedback where it is shown." },
  ],
};

const { client, main, user } = await startPage();
const [tabs, store] = await Promise.all([Tabs.open(user.id), DeviceStore.open()]);
const found = h("div", { id: "found" });
const notices = h("div", { class: "notices", role: "status" });
const list = h("div", { class: "columns", "aria-busy": "true" }, h("div", { class: "card skeleton" }), h("div", { class: "card skeleton" }));
replace(
  main,
  h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.hello(user.name.split(/[\s@]/)[0])), h("p", null, TEXTS.lead))),
  notices,
  found,
  h("section", { class: "stack", "aria-labelledby": "interviews" }, h("h2", { id: "interviews" }, TEXTS.interviews), list),
  h(
    "section",
    { class: "stack", "aria-labelledby": "more" },
    h("h2", { id: "more" }, TEXTS.more),
    h("div", { class: "columns" }, TEXTS.links.map(({ href, title, text }) => h("a", { class: "card", href }, h("h3", null, title), h("p", { class: "muted" }, text)))),
  ),
);
sendLeftovers();
await Promise.all([showInterviews(), showActive({ greet: true })]);

/** Answers that an earlier visit could not send; what became of them is told. */
async function sendLeftovers() {
  const outbox = new Outbox(client, store);
  for (const type of ["delivered", "kept", "refused"]) {
    outbox.addEventListener(type, (event) => {
      const { entry, view, problem } = /** @type {import("../reprise/outbox.js").OutboxEvent} */ (event);
      const notice = outcome(type, entry, view, problem);
      if (notice) addNotice(notices, notice);
    });
  }
  outbox.flush();
  for (const entry of await outbox.entries()) {
    const notice = entry.refused && outcome("refused", entry, null, { code: entry.refused });
    if (notice) addNotice(notices, notice, () => outbox.forget(entry));
  }
  await handInDrafts(outbox);
  await tellUnsent(client, store, tabs, notices);
}

/**
 * Texts typed here for sessions that ended elsewhere, on another device or by themselves: nobody opens these again, so they are
 * handed in from here, late as they are.
 * @param {Outbox} outbox
 */
async function handInDrafts(outbox) {
  const typed = await store.drafts(user.id);
  for (const sessionId of new Set(typed.map(({ session_id }) => session_id))) {
    // A tab that has the session looks after its texts itself.
    if (await tabs.isOpenElsewhere(sessionId)) continue;
    const answers = await answersOfClosed(sessionId);
    if (!answers) continue;
    for (const draft of typed.filter(({ session_id }) => session_id === sessionId)) {
      const { position, text, saved, kept, lease } = draft;
      const known = ["", saved, kept, answers.find((one) => one.position === position)?.answer];
      if (!known.includes(text)) await outbox.put({ session_id: sessionId, position, answer: text, lease, time_expired: true });
      // What is only in the memory of this page may still be lost with it.
      if (store.durable) await store.deleteDraft(draft);
    }
  }
}

/**
 * The answers of a session that has questions and is over; null of any other: one that runs gets its drafts back when it is
 * resumed, and what is typed for a conversation is no answer until it is sent.
 * @param {string} sessionId
 * @returns {Promise<any[] | null>} also null when it cannot be looked up, is gone, or is somebody else's: the text stays here
 */
async function answersOfClosed(sessionId) {
  try {
    const { session, answers } = await client.results(sessionId);
    return session.status === "in_progress" || session.mode === "conversation" ? null : answers;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return null;
  }
}

/** What can be continued. @param {{greet?: boolean}} [options] with `greet` as a dialog first */
async function showActive({ greet = false } = {}) {
  const session = await client.activeSession(tabs.clientId);
  replace(found);
  if (!session) return;
  const inTab = await tabs.isOpenElsewhere(session.id);
  replace(found, foundCard(session, inTab));
  if (inTab) tabs.whenFree(session.id).then(() => showActive());
  if (!greet || session.live_elsewhere) return;
  const choice = await welcomeBack(client, session);
  if (choice === "resume") go(session);
  else if (choice === "start-over") await begin(client, tabs, sameAs(session), { startOver: true });
}

/** @param {any} session @param {boolean} inTab */
function foundCard(session, inTab) {
  const away = session.live_elsewhere;
  const clear = h("button", { class: "button secondary", type: "button" }, TEXTS.clear);
  clear.addEventListener("click", () =>
    busy(clear, async () => {
      const { session: after } = await client.clearStuckSession();
      await showActive();
      toast(after?.status === "in_progress" ? TEXTS.clearedKept : TEXTS.cleared);
    }),
  );
  const resume = h("button", { class: "button", type: "button", onclick: () => go(session, { takeover: away }) }, away ? TEXTS.here : TEXTS.resume);
  return h(
    "section",
    { class: "card found", "aria-labelledby": "found-title" },
    h("h2", { id: "found-title" }, TEXTS.found),
    h(
      "div",
      { class: "stack small" },
      h("p", null, away ? TEXTS.foundElsewhere(session, inTab) : TEXTS.foundHere(session)),
      h("p", { class: "muted small" }, session.can_start_over ? TEXTS.clearEnds : TEXTS.clearFrees),
    ),
    h("footer", { class: "row end" }, clear, resume),
  );
}

async function showInterviews() {
  const { data, error } = await (await supabase())
    .from("interviews")
    .select("id, title, description, is_public, mode, resume_window_minutes, attempts_allowed")
    .eq("status", "published")
    .order("created_at", { ascending: false })
    .limit(60);
  list.removeAttribute("aria-busy");
  if (error) replace(list, h("p", { class: "notice warning" }, "The interviews could not be loaded. Please reload the page."));
  else if (!data.length) replace(list, h("div", { class: "empty" }, h("h3", null, TEXTS.none), h("p", null, TEXTS.noneHint)));
  else replace(list, data.map(card));
}

/** @param {any} interview */
function card(interview) {
  const start = h("button", { class: "button", type: "button", "aria-label": `${TEXTS.start} ${interview.title}` }, TEXTS.start);
  start.addEventListener("click", () => busy(start, () => startAfterAsking(interview)));
  const { attempts_allowed: attempts } = interview;
  return h(
    "article",
    { class: "card" },
    h("div", { class: "stack small" }, h("h3", null, interview.title), h("p", { class: "muted" }, interview.description)),
    h(
      "footer",
      null,
      h(
        "span",
        { class: "row" },
        h("span", { class: `badge ${interview.is_public ? "" : "accent"}` }, interview.is_public ? TEXTS.details.open : TEXTS.details.invited),
        interview.mode === "conversation" && h("span", { class: "badge info" }, TEXTS.details.talk),
        attempts && h("span", { class: "badge" }, plural(attempts, "attempt")),
      ),
      start,
    ),
  );
}

/** @param {any} interview */
async function startAfterAsking(interview) {
  if (interview.mode === "timed") {
    const answer = await ask({
      id: "before",
      title: interview.title,
      body: h("div", { class: "stack small" }, h("p", { class: "muted" }, TEXTS.before.lead), h("ul", { class: "bullets" }, TEXTS.before.timed.map((text) => h("li", null, text)))),
      actions: [
        { value: "", label: TEXTS.before.later, kind: "secondary" },
        { value: "start", label: TEXTS.before.start },
      ],
    });
    if (answer !== "start") return;
  }
  const what = interview.mode === "conversation" ? { conversation: { interview_id: interview.id } } : { interview_id: interview.id };
  try {
    await begin(client, tabs, what);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
