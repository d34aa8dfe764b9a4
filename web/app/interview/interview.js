// @ts-check
/** The interview page: renders the state of the `Interview`. */

import { answerable } from "../../client/session/answerable.js";
import { Interview } from "../../client/session/interview.js";
import { Tabs } from "../../client/session/tabs.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { forget, remember } from "../start/start.js";
import { announce, clearToasts } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { startPage } from "../ui/page.js";
import { breakView } from "./break.js";
import { completion } from "./completion.js";
import { enter } from "./entry.js";
import { finishButton } from "./finish.js";
import { movedView } from "./moved.js";
import { addNotice, endActions } from "./notices.js";
import { questionView } from "./question.js";
import { savedStatus, spokenStatus } from "./saved-status.js";
import { sealedFileOffer } from "./sealed-file.js";
import { stepsView } from "./steps.js";
import { timerView } from "./timer.js";
import { isLast, waitingView } from "./waiting.js";

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
const waiting = waitingView(interview);
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
  waiting.element,
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
  const last = isLast(interview);
  setText(send, skipping() ? (last ? TEXTS.skipLast : TEXTS.skip) : last ? TEXTS.sendLast : TEXTS.send);
  if (sending) send.setAttribute("aria-disabled", "true");
  else send.removeAttribute("aria-disabled");
  rest.hidden = sending || skipping() || !interview.mayRest;
  waiting.element.hidden = !sending;
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
    waiting.render();
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
    waiting.element.focus({ preventScroll: true });
  finishEarly.hidden = true;
}

function renderMoved() {
  if (document.getElementById("moved")) return;
  timer.hide();
  forget();
  const { session, text } = interview;
  const view = movedView(text, async () => {
    question = null;
    await interview.resume(session.id, { takeover: true });
  });
  notices.append(...noticesBelow.children);
  replace(main, notices, view.element);
  clearToasts();
  view.heading.focus({ preventScroll: true });
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
