// @ts-check
/** The interview page: renders the state of the `Interview`. */

import { answerable } from "../../client/session/answerable.js";
import { Interview } from "../../client/session/interview.js";
import { Tabs } from "../../client/session/tabs.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { forget, remember } from "../start/start.js";
import { announce, busy, clearToasts } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { startPage } from "../ui/page.js";
import { breakView } from "./break.js";
import { completion } from "./completion.js";
import { enter } from "./entry.js";
import { finishButton } from "./finish.js";
import { addNotice, endActions } from "./notices.js";
import { questionView } from "./question.js";
import { savedStatus, spokenStatus } from "./saved-status.js";
import { sealedFileOffer } from "./sealed-file.js";
import { stepsView } from "./steps.js";
import { timerView } from "./timer.js";

/** @import { Question } from "../../client/types.js" */

const TEXTS = {
  send: "Send answer",
  sendLast: "Send and finish",
  rest: "Take a break after this answer",
  skip: "Skip this question",
  skipLast: "Skip and finish",
  choose: "Please choose one of the answers first.",
  write: "Please write an answer first. If you want to leave the question empty, let its time run out or finish early.",
  shorten: "Nothing was sent. Please shorten your text first.",
  timeUp: "The time is up. What you had written is being submitted.",
  timeUpOffline:
    "The time is up. What you had written is safe on this device and is sent as soon as the network is back.",
  sending: "Sending your answer …",
  sendingOffline:
    "Your answer is safe on this device. It is sent as soon as the network is back, and the next question opens then.",
  sendingLastOffline:
    "Your last answer is safe on this device. It is sent as soon as the network is back, and the interview is finished then.",
  sendingFragile:
    "This device cannot keep your answer: please leave this tab open. It is sent as soon as the server can be reached.",
  sendingClock: "Its clock starts when our server has received this answer.",
  sendingLate: "Should this answer arrive after its own time, it is kept and marked as late.",
  moved: {
    title: "This interview moved to another tab or device",
    text: "Continue there, or bring it back here. What you had typed on this page is kept:",
    textEmpty: "Continue there, or bring it back here.",
    here: "Continue here",
    home: "Back to home",
  },
  useInstead: "Use this text instead",
};

const page = await startPage({ navigation: false });
const { client, main, user } = page;
const [tabs, store] = await Promise.all([Tabs.open(user.id), DeviceStore.open()]);
const interview = new Interview({ client, tabs, store });
const title = h("span", { class: "title" });
document.getElementById("header-middle")?.append(title);
const timer = timerView(interview);

// Parts of the page that change while a question is open.
const steps = stepsView(interview);
const notices = h("div", { class: "notices", role: "status" });
// Notices that appear while the user is typing go below the field, so that it does not move.
const noticesBelow = h("div", { class: "notices", role: "status" });
const questionSlot = h("div");
const waiting = h("div", { class: "waiting", role: "status", tabindex: "-1", hidden: true });
const status = h("p", { class: "status", id: "saved" });
/** Why nothing was sent. */
const refusal = h("p", { class: "refusal", id: "refusal", role: "alert" });
const send = h("button", { class: "button", type: "submit", "aria-describedby": "refusal" }, TEXTS.send);
const rest = h(
  "button",
  { class: "button secondary", type: "button", "aria-describedby": "refusal", hidden: true },
  TEXTS.rest,
);
const form = h(
  "form",
  { class: "card" },
  questionSlot,
  waiting,
  h("div", { class: "answer-foot" }, refusal, status, rest, send),
);
const finishEarly = finishButton(interview);
const sealedFile = sealedFileOffer(interview);

const speak = spokenStatus(announce);
/** @type {import("./question.js").QuestionView | null} */
let question = null;
/** The text in the field. */
let shown = "";
/** The question whose time ran out in this tab, until its answer has arrived. @type {Question | null} */
let ranOut = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (mayBeSent()) skipping() ? interview.skip() : interview.submit();
});
rest.addEventListener("click", () => mayBeSent() && interview.submit({ rest: true }));
interview.addEventListener("change", render);
interview.addEventListener("question", showQuestion);
interview.addEventListener("notice", (event) => {
  showNotice(/** @type {import("../../client/session/notices.js").NoticeEvent} */ (event).notice);
});
addEventListener("pagehide", () => interview.stop());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
await enter({ client, main, tabs, interview });

// The running interview ------------------------------------------------------------------------

function showQuestion() {
  const { question: asked, session, text } = interview;
  question = questionView(asked, session.question_count, text, (typed) => {
    shown = typed;
    setText(refusal, "");
    interview.type(typed);
  });
  shown = text;
  setText(refusal, "");
  clearToasts();
  replace(questionSlot, question.element);
  notices.append(...noticesBelow.children);
  endActions(notices, asked.position);
  if (!form.isConnected)
    replace(main, steps.element, notices, form, noticesBelow, sealedFile, h("div", { class: "row end" }, finishEarly));
  question.heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
  explainWhatRanOut();
}

function render() {
  const { phase, session } = interview;
  if (!session) return;
  watchTheTime();
  setText(title, session.title);
  document.title = `${session.title} · Reprise`;
  if (phase === "answering" || phase === "sending") {
    remember(session.id);
    if (location.search !== `?session=${session.id}`) history.replaceState(null, "", `?session=${session.id}`);
    renderRunning();
  } else if (phase === "resting") renderBreak();
  else if (phase === "moved") renderMoved();
  else if (phase === "closed") renderClosed();
}

function renderRunning() {
  const { phase, text } = interview;
  if (!form.isConnected || !question) showQuestion();
  const sending = phase === "sending";
  setText(send, skipping() ? (isLast() ? TEXTS.skipLast : TEXTS.skip) : isLast() ? TEXTS.sendLast : TEXTS.send);
  if (sending) send.setAttribute("aria-disabled", "true");
  else send.removeAttribute("aria-disabled");
  rest.hidden = sending || skipping() || !interview.mayRest;
  waiting.hidden = !sending;
  // After a takeover or a refresh, the text may differ from the one in the field.
  if (text !== shown) {
    shown = text;
    question?.show(text);
  }
  if (sending) keepFocus();
  else finishEarly.hidden = false;
  question?.lock(sending);
  const [kind, words] = savedStatus(interview);
  status.dataset.state = kind;
  setText(status, words);
  speak(kind, words);
  if (sending) {
    setText(refusal, "");
    renderWaiting();
  }
  steps.render();
}

function renderBreak() {
  if (document.getElementById("break")) return;
  timer.hide();
  notices.append(...noticesBelow.children);
  const view = breakView(interview);
  replace(main, notices, view.element);
  clearToasts();
  view.heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** @param {import("./notices.js").PageNotice} notice */
function showNotice(notice) {
  const { activeElement: active } = document;
  const writing =
    interview.phase === "answering" && (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement);
  const [list, other] = writing ? [noticesBelow, notices] : [notices, noticesBelow];
  const use =
    notice.kind === "other-text"
      ? {
          label: TEXTS.useInstead,
          run() {
            document.getElementById("answer")?.focus({ preventScroll: true });
            return interview.useInstead(notice);
          },
        }
      : undefined;
  addNotice(list, notice, () => {}, use);
  const about = /** @type {HTMLElement} */ (list.lastElementChild).dataset.about;
  for (const child of [...other.children])
    if (/** @type {HTMLElement} */ (child).dataset.about === about) child.remove();
}

/** Can the answer be submitted? If it cannot, say why. */
function mayBeSent() {
  if (interview.phase !== "answering") return false;
  const missing = whyNot();
  // Set again on each press, so that screen readers announce it again.
  refusal.textContent = missing;
  return !missing;
}

/** Why the answer cannot be submitted; empty if it can. */
function whyNot() {
  if (interview.excess) return TEXTS.shorten;
  if (interview.text.trim() || skipping()) return "";
  return interview.question.kind === "mcq" ? TEXTS.choose : TEXTS.write;
}

/** Would submitting skip the question, because it cannot be answered? */
function skipping() {
  return !interview.text.trim() && !answerable(interview.question);
}

/** Track the question whose time ran out, until the question continues or the session moves. */
function watchTheTime() {
  const { phase, timeUp, question: open } = interview;
  if (phase === "sending" && timeUp) ranOut = open;
  else if (phase === "moved" || open?.position === ranOut?.position) ranOut = null;
}

/** Explain why the question changed if its time ran out, unless another notice already does. */
function explainWhatRanOut() {
  for (const old of main.querySelectorAll("[data-notice=ran-out]")) old.remove();
  if (!ranOut) return;
  const { position, kind } = ranOut;
  ranOut = null;
  const answer = interview.answers.find((one) => one.position === position);
  const explained = ["late", "kept", "not-kept", "cut"].some((about) =>
    main.querySelector(`[data-about^="${about} ${position} "]`),
  );
  if (answer && !explained)
    showNotice({
      kind: "ran-out",
      position,
      chosen: kind === "mcq",
      source: answer.answer ? answer.source : "expired",
    });
}

/** Before a focused control is locked or hidden, move the focus to the text that explains why. */
function keepFocus() {
  const { activeElement: active } = document;
  if (active === finishEarly || (active instanceof HTMLInputElement && active.type === "radio"))
    waiting.focus({ preventScroll: true });
  finishEarly.hidden = true;
}

function renderWaiting() {
  const { timeUp, offline } = interview;
  const words = waitingWords();
  if (waiting.firstChild?.textContent === words) return;
  const clock = isLast() ? TEXTS.sendingLate : `${TEXTS.sendingClock} ${TEXTS.sendingLate}`;
  replace(
    waiting,
    h("p", null, h("strong", null, words)),
    offline && !timeUp && h("p", { class: "muted small" }, clock),
  );
}

function waitingWords() {
  const { timeUp, offline, durable, submitting } = interview;
  if (!offline || submitting) return timeUp ? TEXTS.timeUp : TEXTS.sending;
  if (!durable) return TEXTS.sendingFragile;
  if (timeUp) return TEXTS.timeUpOffline;
  return isLast() ? TEXTS.sendingLastOffline : TEXTS.sendingOffline;
}

function isLast() {
  return interview.question.position === interview.session.question_count - 1;
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
  const home = h("a", { class: "button secondary", href: "home.html" }, TEXTS.moved.home);
  notices.append(...noticesBelow.children);
  replace(
    main,
    notices,
    h(
      "section",
      { class: "card", id: "moved", role: "alert" },
      heading,
      words,
      kept,
      h("footer", { class: "row end" }, home, here),
    ),
  );
  clearToasts();
  heading.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

function renderClosed() {
  timer.hide();
  forget();
  if (document.getElementById("closed")) return;
  notices.append(...noticesBelow.children);
  endActions(notices, -1);
  replace(main, notices, completion(interview));
  explainWhatRanOut();
  clearToasts();
  document.querySelector("h1")?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}
