// @ts-check
/** The conversation page: without `?session=`, ways to start one; with it, the conversation. */

import { Problem } from "../../client/http/problems.js";
import { Conversation } from "../../client/session/conversation.js";
import { Tabs } from "../../client/session/tabs.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { begin, forget, remember, shallTakeOver } from "../start/start.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { notesView } from "../ui/interviewer-notes.js";
import { startPage } from "../ui/page.js";
import { composerView } from "./composer.js";
import { showBeginnings } from "./start.js";
import { transcriptView } from "./transcript.js";

const TEXTS = {
  topic: (/** @type {string} */ topic) => `A conversation about ${topic}`,
  end: "End …",
  ending: {
    title: "End this conversation?",
    body: "Complete the conversation when you have said what you wanted to say. Everything up to here counts.",
    complete: "Complete the conversation",
    cancel: "Give up",
    leftOut: "What you are writing is not sent, and does not become part of it.",
    back: "Continue the conversation",
  },
  unsentFirst: {
    title: "Send what you have written first?",
    body: "Only what is sent becomes part of the conversation.",
    send: "Send it",
    back: "Keep writing",
    leaveOut: "End without sending",
  },
  notArrived:
    "Your last message has not arrived yet. It is sent again automatically; please end the conversation when it is there.",
  tooLong: "What you are writing is too long for one message. Please shorten it first.",
  notes: "The interviewer’s notes",
  noNotes: "Nothing is noted yet. What the interviewer writes down about you appears here, for you to see.",
  elsewhere: {
    title: "This conversation is open somewhere else",
    text: "In another tab or on another device. You can continue there, or move it here: what you typed there comes along.",
    free: "The other tab has closed this conversation",
    here: "Continue here",
    home: "Back to home",
  },
  moved: {
    title: "This conversation moved to another tab or device",
    text: "Continue there, or bring it back here. What you had written on this page is kept:",
    textEmpty: "Continue there, or bring it back here.",
  },
  closed: /** @type {Record<string, {title: string, text: string}>} */ ({
    completed: { title: "The conversation is complete", text: "Everything you said is stored." },
    cancelled: { title: "You gave up this conversation", text: "What was said stays stored, but does not count." },
    abandoned: {
      title: "This conversation has ended",
      text: "It was left for too long, or another one was begun. What was said stays stored.",
    },
  }),
  unsent: "What you had written and is not part of it. You can copy it from here:",
  putAway: "Dismiss",
  results: "See the results",
  missing: {
    title: "There is no such conversation",
    text: "The address may be incomplete, or it belongs to another account.",
    home: "Back to home",
  },
  failed: "This page could not be opened",
  again: "Try again",
};

/** How many seconds ending waits for the last message, and a message for the previous reply. */
const ARRIVAL_SECONDS = 3;
const REPLY_SECONDS = 60;

const asked = new URLSearchParams(location.search);
const [sessionId, interviewId] = [asked.get("session"), asked.get("interview")];
const { client, main, user } = await startPage({ navigation: !sessionId });
const [tabs, store] = await Promise.all([Tabs.open(user.id), DeviceStore.open()]);
if (sessionId) await showConversation(sessionId);
else if (interviewId) await beginInterview(interviewId);
else await showBeginnings(client, tabs, main);

/** @param {string} id */
async function beginInterview(id) {
  try {
    if (!(await begin(client, tabs, { conversation: { interview_id: id } }))) location.replace("home.html");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    failed(error);
  }
}

/** @param {string} id */
async function showConversation(id) {
  const talk = new Conversation({ client, tabs, store });
  const view = talkView(talk);
  talk.addEventListener("change", () => {
    const { phase, session } = talk;
    if (!session) return;
    if (phase === "talking") remember(session.id);
    else if (phase === "closed") forget();
    if (phase !== "idle") view.show();
  });
  addEventListener("pagehide", () => talk.stop());
  addEventListener("beforeunload", (event) => {
    const fragile =
      talk.phase === "talking" &&
      ((talk.underWay && !talk.sending?.durable) || (talk.saved === "device" && !talk.durable));
    if (fragile) event.preventDefault();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  replace(main, h("div", { class: "skeleton bubble-skeleton" }), h("div", { class: "skeleton bubble-skeleton mine" }));
  await enter(talk, id, shallTakeOver(id));
}

/** @param {Conversation} talk @param {string} id @param {boolean} takeover */
async function enter(talk, id, takeover) {
  try {
    await talk.resume(id, { takeover });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "live_elsewhere") await elsewhere(talk, id);
    else if (error.status === 404) missing();
    else failed(error);
  }
}

/** @param {Conversation} talk @param {string} id */
async function elsewhere(talk, id) {
  const heading = h("h1", { tabindex: "-1" }, TEXTS.elsewhere.title);
  const here = h("button", { class: "button", type: "button" }, TEXTS.elsewhere.here);
  here.addEventListener("click", () => busy(here, () => enter(talk, id, true)));
  replace(
    main,
    h(
      "section",
      { class: "card", id: "elsewhere" },
      heading,
      h("p", { class: "muted" }, TEXTS.elsewhere.text),
      h(
        "footer",
        { class: "row end" },
        h("a", { class: "button secondary", href: "home.html" }, TEXTS.elsewhere.home),
        here,
      ),
    ),
  );
  heading.focus();
  if (!(await tabs.isOpenElsewhere(id))) return;
  await tabs.whenFree(id);
  if (talk.phase === "idle") setText(heading, TEXTS.elsewhere.free);
}

function missing() {
  forget();
  replace(
    main,
    h(
      "section",
      { class: "empty" },
      h("h1", null, TEXTS.missing.title),
      h("p", null, TEXTS.missing.text),
      h("a", { class: "button", href: "home.html" }, TEXTS.missing.home),
    ),
  );
}

/** @param {Problem} problem */
function failed(problem) {
  const again = h("button", { class: "button", type: "button", onclick: () => location.reload() }, TEXTS.again);
  const heading = h("h1", { tabindex: "-1" }, TEXTS.failed);
  replace(
    main,
    h(
      "section",
      { class: "notice warning", role: "alert" },
      heading,
      h("p", null, problem.detail),
      h("div", null, again),
    ),
  );
  heading.focus();
}

// The conversation -----------------------------------------------------------------------------

/** @param {Conversation} talk */
function talkView(talk) {
  const title = h("h1");
  const about = h("p", { class: "muted" });
  const end = h(
    "button",
    { class: "button secondary small", type: "button", onclick: () => finish(talk, end) },
    TEXTS.end,
  );
  const notes = h("div", { class: "stack" });
  const aside = h("details", { class: "notes-of-interviewer" }, h("summary", null, TEXTS.notes), notes);
  const transcript = transcriptView(talk);
  const composer = composerView(talk);
  const foot = h("div", { class: "talk-foot" });
  const whole = [
    h("div", { class: "talk-head" }, h("div", { class: "row between" }, h("div", null, title, about), end), aside),
    transcript.element,
    foot,
  ];
  let notesShown = "";
  let phaseShown = "";

  function show() {
    const { phase, session, conversation } = talk;
    setText(title, session.title);
    setText(
      about,
      conversation?.topic && !session.title.includes(conversation.topic) ? TEXTS.topic(conversation.topic) : "",
    );
    about.hidden = !about.textContent;
    document.title = `${session.title} · Reprise`;
    end.hidden = phase !== "talking";
    // Null: the interview does not show candidates what is noted about them.
    aside.hidden = !conversation?.profile;
    const told = JSON.stringify(conversation?.profile ?? null);
    if (told !== notesShown) {
      const noted = notesView(conversation?.profile);
      replace(notes, noted.length > 0 ? noted : h("p", { class: "muted" }, TEXTS.noNotes));
    }
    notesShown = told;
    const held = main.contains(document.activeElement) && document.activeElement !== main;
    const takenBack = document.activeElement?.id === "take-back";
    if (!transcript.element.isConnected) replace(main, ...whole);
    transcript.show();
    composer.show();
    if (takenBack && !document.getElementById("take-back")) composer.focus();
    if (phase === phaseShown) return;
    phaseShown = phase;
    if (phase === "talking") replace(foot, composer.element);
    else if (phase === "moved") replace(foot, movedView(talk));
    else replace(foot, closedView(talk));
    foot.classList.toggle("sticky", phase === "talking");
    if (phase === "talking") {
      transcript.toEnd();
      if (held) composer.focus();
    } else foot.querySelector("h2")?.focus();
  }

  return { show };
}

/** @param {Conversation} talk @param {HTMLElement} button */
async function finish(talk, button) {
  if (!(await busy(button, () => unsentFirst(talk)))) return;
  const outcome = await ask({
    id: "finish",
    title: TEXTS.ending.title,
    body: h(
      "div",
      { class: "stack small" },
      h("p", null, TEXTS.ending.body),
      talk.text.trim() && h("p", { class: "muted" }, TEXTS.ending.leftOut),
    ),
    actions: [
      { value: "cancelled", label: TEXTS.ending.cancel, kind: "quiet" },
      { value: "", label: TEXTS.ending.back, kind: "secondary" },
      { value: "completed", label: TEXTS.ending.complete },
    ],
  });
  if (outcome !== "completed" && outcome !== "cancelled") return;
  try {
    await busy(button, () => talk.finish(outcome));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}

/**
 * Before ending: wait for messages in transit, and ask about the unsent draft.
 * @param {Conversation} talk
 * @returns {Promise<boolean>} end now?
 */
async function unsentFirst(talk) {
  if (talk.text.trim()) {
    const { title, body, send, back, leaveOut } = TEXTS.unsentFirst;
    const actions = [
      { value: "leave-out", label: leaveOut, kind: /** @type {const} */ ("quiet") },
      { value: "", label: back, kind: /** @type {const} */ ("secondary") },
      { value: "send", label: send },
    ];
    const choice = await ask({ id: "unsent", title, body: h("p", null, body), actions });
    if (!choice) return false;
    if (choice === "send" && !(await sendLast(talk))) return false;
  }
  const arrived = await talk.until(() => !talk.underWay || talk.phase !== "talking", ARRIVAL_SECONDS);
  if (!arrived) toast(TEXTS.notArrived);
  return arrived && talk.phase === "talking";
}

/** @param {Conversation} talk @returns {Promise<boolean>} is the message being sent? */
async function sendLast(talk) {
  if (talk.excess) {
    toast(TEXTS.tooLong);
    return false;
  }
  // The reply to the previous message may still be pending.
  if (!(await talk.until(() => talk.canSend || talk.phase !== "talking", REPLY_SECONDS))) return false;
  talk.send();
  return talk.phase === "talking";
}

/** @param {Conversation} talk */
function movedView(talk) {
  const here = h("button", { class: "button", type: "button" }, TEXTS.elsewhere.here);
  here.addEventListener("click", () => busy(here, () => enter(talk, talk.session.id, true)));
  const texts = [talk.text, talk.otherText ?? ""].filter(Boolean);
  return h(
    "section",
    { class: "notice warning", id: "moved" },
    h("h2", { tabindex: "-1" }, TEXTS.moved.title),
    h("p", null, texts.length ? TEXTS.moved.text : TEXTS.moved.textEmpty),
    texts.map((text) =>
      h("pre", { class: "own-answer", tabindex: "0", role: "region", "aria-label": TEXTS.moved.text }, text),
    ),
    h("div", { class: "row" }, here),
  );
}

/** @param {Conversation} talk */
function closedView(talk) {
  const { session, unsent } = talk;
  const words = TEXTS.closed[session.status] ?? TEXTS.closed.abandoned;
  const heading = h("h2", { tabindex: "-1" }, words.title);
  const left = h("div", { class: "stack small", id: "unsent-texts" });
  const away = h("button", { class: "button secondary small", type: "button" }, TEXTS.putAway);
  away.addEventListener("click", async () => {
    await talk.forgetUnsent();
    left.remove();
    heading.focus();
  });
  const texts = unsent.map((text) =>
    h("pre", { class: "own-answer", tabindex: "0", role: "region", "aria-label": TEXTS.unsent }, text),
  );
  if (unsent.length) replace(left, h("p", null, TEXTS.unsent), texts, h("div", null, away));
  return h(
    "section",
    { class: "card", id: "closed" },
    h("div", { class: "stack small" }, heading, h("p", { class: "muted" }, words.text)),
    unsent.length > 0 && left,
    h(
      "footer",
      { class: "row end" },
      h("a", { class: "button secondary", href: "home.html" }, TEXTS.elsewhere.home),
      session.status === "completed" &&
        h("a", { class: "button", href: `results.html?session=${session.id}` }, TEXTS.results),
    ),
  );
}
