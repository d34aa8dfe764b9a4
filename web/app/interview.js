// @ts-check
/** The interview: finds the session, then shows what the library says about it. */
import { DeviceStore } from "../reprise/store.js";
import { Interview } from "../reprise/interview.js";
import { Problem } from "../reprise/problems.js";
import { Tabs } from "../reprise/tabs.js";
import { ask, announce, busy, toast } from "./dialog.js";
import { h, replace, setText } from "./dom.js";
import { completion } from "./completion.js";
import { addNotice } from "./notices.js";
import { startPage } from "./page.js";
import { questionView } from "./question.js";
import { askedToBegin, begin, beginHere, forget, remember, sameAs, shallTakeOver, wasHere } from "./starting.js";
import { savedWords, spokenWords } from "./saved-words.js";
import { timerView } from "./timer.js";
import { welcomeBack } from "./welcome-back.js";

const TEXTS = {
  send: "Send answer",
  sendLast: "Send and finish",
  choose: "Please choose one of the answers first.",
  write: "Please write an answer first. If you want to leave the question empty, let its time run out or finish early.",
  finishEarly: "Finish early …",
  timeUp: "The time is up. What you had written is being handed in.",
  timeUpOffline: "The time is up. What you had written is safe on this device and is sent as soon as the network is back.",
  sending: "Sending your answer …",
  sendingOffline: "Your answer is safe on this device. It is sent as soon as the network is back, and the next question opens then.",
  sendingFragile: "This device cannot keep your answer: please leave this tab open. It is sent as soon as the server can be reached.",
  sendingClock: "Its clock starts only when you see it. Should this answer arrive after its own time, it is kept and marked as late.",
  finish: {
    title: "Finish before the last question?",
    body: "What you have written for this question is handed in as it is. Questions you have not seen stay unanswered.",
    complete: "Finish and hand in",
    cancel: "Give up this attempt",
    back: "Go on with the interview",
  },
  elsewhere: {
    tab: "This interview is open in another tab",
    tabText: "You can go on there, or move it to this tab. What you typed there comes along.",
    device: "This interview is open on another device",
    deviceText: "It was heard from less than a minute ago. You can go on there, or move it here: what you typed there comes along.",
    free: "The other tab has let go of this interview",
    freeText: "You can continue here.",
    here: "Continue here",
    home: "Back to home",
  },
  moved: {
    title: "This interview moved to another tab or device",
    text: "Go on there, or bring it back here. What you had typed on this page is kept:",
    textEmpty: "Go on there, or bring it back here.",
    here: "Continue here",
  },
  missing: { title: "There is nothing to continue here", text: "This interview is over, or it belongs to another account.", home: "Back to home" },
  failed: { title: "This interview cannot be opened", again: "Try again", home: "Back to home" },
  back: "You are back where you were.",
  useInstead: "Use this text instead",
};

const page = await startPage({ navigation: false });
const { client, main, user } = page;
const [tabs, store] = await Promise.all([Tabs.open(user.id), DeviceStore.open()]);
const interview = new Interview({ client, tabs, store });
const title = h("span", { class: "title" });
document.getElementById("header-middle")?.append(title);
const timer = timerView(interview);

// The parts of the page that change while a question is open.
const steps = h("ol", { class: "steps" });
const notices = h("div", { class: "notices", role: "status" });
// For what there is to tell while somebody is typing: the field must not move under their hands.
const noticesBelow = h("div", { class: "notices", role: "status" });
const questionSlot = h("div");
const waiting = h("div", { class: "waiting", role: "status", tabindex: "-1", hidden: true });
const status = h("p", { class: "status", id: "saved" });
const send = h("button", { class: "button", type: "submit" }, TEXTS.send);
const form = h("form", { class: "card" }, questionSlot, waiting, h("div", { class: "answer-foot" }, status, send));
const finishEarly = h("button", { class: "button quiet small", type: "button", onclick: finish }, TEXTS.finishEarly);

const speak = spokenWords(announce);
/** @type {import("./question.js").QuestionView | null} */
let question = null;
/** What the field shows. */
let shown = "";

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (interview.phase !== "answering") return;
  if (interview.excess) toast(savedWords(interview)[1]);
  else if (interview.text.trim()) interview.submit();
  else toast(interview.question.kind === "mcq" ? TEXTS.choose : TEXTS.write);
});
interview.addEventListener("change", render);
interview.addEventListener("question", showQuestion);
interview.addEventListener("notice", (event) => {
  tell(/** @type {any} */ (event).notice);
});
addEventListener("pagehide", () => interview.stop());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
await enter();

// Ways in --------------------------------------------------------------------------------------

/** By the address: `?session=` continues, `?interview=` and `?practice=` begin. */
async function enter() {
  const sessionId = new URLSearchParams(location.search).get("session");
  const asked = askedToBegin();
  try {
    if (asked) return await beginHere(interview, asked);
    const active = await client.activeSession(tabs.clientId);
    if (sessionId && active?.id !== sessionId) {
      // Another one, or none: the server says what this one is by now.
      await interview.resume(sessionId);
    } else if (!active) missing();
    else if (shallTakeOver(active.id)) await interview.resume(active.id, { takeover: true });
    else if (active.live_elsewhere) await elsewhere(active);
    else if (wasHere(active.id)) {
      await interview.resume(active.id);
      const [{ type }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
      if (type === "reload") announce(TEXTS.back);
    } else await askFirst(active);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "live_elsewhere" && sessionId) await elsewhere({ id: sessionId });
    else if (error.code === "no_session") missing();
    else failed(error);
  }
}

/** @param {any} session */
async function askFirst(session) {
  const choice = await welcomeBack(client, session);
  if (choice === "resume") await interview.resume(session.id);
  else if (choice === "start-over") await begin(client, tabs, sameAs(session), { startOver: true });
  else location.assign("home.html");
}

/**
 * Another tab or device has it: say so at once, and offer to move it here.
 * @param {any} session
 */
async function elsewhere(session) {
  const inTab = await tabs.isOpenElsewhere(session.id);
  const heading = h("h1", { tabindex: "-1" }, inTab ? TEXTS.elsewhere.tab : TEXTS.elsewhere.device);
  const text = h("p", { class: "muted" }, inTab ? TEXTS.elsewhere.tabText : TEXTS.elsewhere.deviceText);
  const here = h("button", { class: "button", type: "button" }, TEXTS.elsewhere.here);
  here.addEventListener("click", () => busy(here, () => interview.resume(session.id, { takeover: true })));
  replace(
    main,
    h("section", { class: "card", id: "elsewhere" }, heading, text, h("footer", { class: "row end" }, h("a", { class: "button secondary", href: "home.html" }, TEXTS.elsewhere.home), here)),
  );
  heading.focus();
  if (!inTab) return;
  await tabs.whenFree(session.id);
  if (interview.phase !== "idle") return;
  setText(heading, TEXTS.elsewhere.free);
  setText(text, TEXTS.elsewhere.freeText);
}

function missing() {
  forget();
  replace(main, h("section", { class: "empty" }, h("h1", null, TEXTS.missing.title), h("p", null, TEXTS.missing.text), h("p", null, h("a", { class: "button", href: "home.html" }, TEXTS.missing.home))));
}

/** @param {Problem} problem */
function failed(problem) {
  const again = h("button", { class: "button", type: "button", onclick: () => location.reload() }, TEXTS.failed.again);
  const home = h("a", { class: "button secondary", href: "home.html" }, TEXTS.failed.home);
  replace(main, h("section", { class: "card", role: "alert" }, h("h1", null, TEXTS.failed.title), h("p", null, problem.detail), h("footer", { class: "row end" }, home, again)));
}

// While it runs --------------------------------------------------------------------------------

function showQuestion() {
  const { question: asked, session, text } = interview;
  question = questionView(asked, session.question_count, text, (typed) => {
    shown = typed;
    interview.type(typed);
  });
  shown = text;
  replace(questionSlot, question.element);
  notices.append(...noticesBelow.children);
  if (!form.isConnected) replace(main, steps, notices, form, noticesBelow, h("div", { class: "row end" }, finishEarly));
  question.heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function render() {
  const { phase, session } = interview;
  if (!session) return;
  setText(title, session.title);
  document.title = `${session.title} · Reprise`;
  if (phase === "answering" || phase === "sending") {
    remember(session.id);
    if (location.search !== `?session=${session.id}`) history.replaceState(null, "", `?session=${session.id}`);
    renderRunning();
  } else if (phase === "moved") renderMoved();
  else if (phase === "closed") renderClosed();
}

function renderRunning() {
  const { phase, question: asked, session, text } = interview;
  if (!form.isConnected || !question) showQuestion();
  const sending = phase === "sending";
  const last = asked.position === session.question_count - 1;
  setText(send, last ? TEXTS.sendLast : TEXTS.send);
  if (sending) send.setAttribute("aria-disabled", "true");
  else send.removeAttribute("aria-disabled");
  waiting.hidden = !sending;
  // After a takeover or a refresh the text may be another one than is on the screen.
  if (text !== shown) question?.show((shown = text));
  if (sending) keepFocus();
  else finishEarly.hidden = false;
  question?.lock(sending);
  const [kind, words] = savedWords(interview);
  status.dataset.state = kind;
  setText(status, words);
  speak(kind, words);
  if (sending) renderWaiting();
  renderSteps();
}

/** @param {Record<string, any> & {kind: string}} notice */
function tell(notice) {
  const { activeElement: active } = document;
  const writing = interview.phase === "answering" && (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement);
  const [list, other] = writing ? [noticesBelow, notices] : [notices, noticesBelow];
  const use = {
    label: TEXTS.useInstead,
    run() {
      document.getElementById("answer")?.focus({ preventScroll: true });
      interview.useInstead(notice);
    },
  };
  addNotice(list, notice, () => {}, notice.kind === "other-text" ? use : undefined);
  const about = /** @type {HTMLElement} */ (list.lastElementChild).dataset.about;
  for (const child of [...other.children]) if (/** @type {HTMLElement} */ (child).dataset.about === about) child.remove();
}

/** What is about to be locked or hidden gives its focus to the words that say why. */
function keepFocus() {
  const { activeElement: active } = document;
  if (active === finishEarly || (active instanceof HTMLInputElement && active.type === "radio")) waiting.focus({ preventScroll: true });
  finishEarly.hidden = true;
}

function renderWaiting() {
  const { timeUp, offline, durable } = interview;
  const words = offline && !durable ? TEXTS.sendingFragile : timeUp ? (offline ? TEXTS.timeUpOffline : TEXTS.timeUp) : offline ? TEXTS.sendingOffline : TEXTS.sending;
  if (waiting.firstChild?.textContent === words) return;
  replace(waiting, h("p", null, h("strong", null, words)), offline && !timeUp && h("p", { class: "muted small" }, TEXTS.sendingClock));
}

function renderSteps() {
  const { answers, question: asked, session } = interview;
  const states = Array.from({ length: session.question_count }, (_, position) => {
    if (position === asked.position) return "now";
    const answer = answers.find((one) => one.position === position);
    return !answer ? "next" : answer.source === "submitted" ? "done" : "late";
  });
  const key = states.join();
  if (steps.dataset.key === key) return;
  steps.dataset.key = key;
  const words = { now: "open now", done: "answered", late: "its time ran out", next: "to come" };
  replace(
    steps,
    states.map((state, position) =>
      h("li", { "data-state": state, "aria-current": state === "now" ? "step" : null }, h("span", { class: "visually-hidden" }, `Question ${position + 1}: ${words[/** @type {keyof typeof words} */ (state)]}`)),
    ),
  );
}

function renderMoved() {
  if (document.getElementById("moved")) return;
  timer.hide();
  forget();
  const { session, text } = interview;
  const heading = h("h1", { tabindex: "-1" }, TEXTS.moved.title);
  const here = h("button", { class: "button", type: "button" }, TEXTS.moved.here);
  here.addEventListener("click", () =>
    busy(here, async () => {
      question = null;
      await interview.resume(session.id, { takeover: true });
    }),
  );
  const words = h("p", { class: "muted" }, text ? TEXTS.moved.text : TEXTS.moved.textEmpty);
  const kept = text && h("pre", { class: "own-answer", tabindex: "0", "aria-label": "What you had typed" }, text);
  notices.append(...noticesBelow.children);
  replace(main, notices, h("section", { class: "card", id: "moved", role: "alert" }, heading, words, kept, h("footer", { class: "row end" }, here)));
  heading.focus();
}

function renderClosed() {
  timer.hide();
  forget();
  if (document.getElementById("closed")) return;
  notices.append(...noticesBelow.children);
  replace(main, notices, completion(interview));
  document.querySelector("h1")?.focus();
}

async function finish() {
  const outcome = await ask({
    id: "finish",
    title: TEXTS.finish.title,
    body: h("p", { class: "muted" }, TEXTS.finish.body),
    actions: [
      { value: "cancelled", label: TEXTS.finish.cancel, kind: "quiet" },
      { value: "completed", label: TEXTS.finish.complete, kind: "secondary" },
      { value: "", label: TEXTS.finish.back },
    ],
  });
  if (outcome !== "completed" && outcome !== "cancelled") return;
  try {
    await busy(finishEarly, () => interview.finish(outcome));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
