// @ts-check
/** Your account: your name and sign-in, download everything about you, delete the account, or keep it before the day comes. */
import { noAnswer, Problem } from "../../client/http/problems.js";
import { isMember } from "../sign-in/account.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { date } from "../ui/format.js";
import { startPage } from "../ui/page.js";
import { saveFile } from "../ui/save-file.js";
import { noticeSection } from "./notices.js";
import { profileSections } from "./profile.js";

const TEXTS = {
  title: "Your account",
  data: "Your data",
  dataText:
    "Download everything that is stored about you as one JSON file: your sessions with questions, answers and receipts, messages, preparation and results as far as they are shown to you.",
  download: "Download my data",
  file: "reprise-account.json",
  downloaded: (/** @type {string} */ name) => `Saved as ${name}.`,
  deletion: "Delete your account",
  deletionText:
    "Your account will be deleted after a waiting period, and we show you the day. Until then everything works, and you can change your mind. After that, everything of yours is gone for good, including what you wrote in interviews. For each interview, its organization retains a line without your name: the interview, the day, how it ended and the score.",
  delete: "Delete my account",
  sure: "Delete your account?",
  sureText: "You can change your mind until the day that we show you next. You may want to download your data first.",
  cancel: "Cancel",
  pending: (/** @type {string} */ on) => `Your account will be deleted on ${on}.`,
  pendingText: "Until then everything works as before, and you can change your mind.",
  keep: "Keep my account",
  kept: "Your account will not be deleted.",
};

/** @typedef {{account: {email: string}, deletion: {takes_effect_at: string} | null}} AccountView */

const { client, main, user } = await startPage();
/** @type {AccountView} */
const view = await client.call("account", { method: "GET" });
const member = await isMember(user.id);
const place = h("div", { class: "stack", "aria-live": "polite" });
replace(
  main,
  h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, view.account.email))),
  profileSections(user),
  noticeSection(client, member),
  h(
    "section",
    { class: "card stack", "aria-labelledby": "data" },
    h("h2", { id: "data" }, TEXTS.data),
    h("p", null, TEXTS.dataText),
    h("div", { class: "row" }, pressed(TEXTS.download, "secondary", download)),
  ),
  h(
    "section",
    { class: "card stack", "aria-labelledby": "deletion" },
    h("h2", { id: "deletion" }, TEXTS.deletion),
    place,
  ),
);
show(view);

/** @param {AccountView} state */
function show({ deletion }) {
  if (deletion) {
    replace(
      place,
      h("p", null, h("strong", null, TEXTS.pending(date(deletion.takes_effect_at)))),
      h("p", null, TEXTS.pendingText),
      h("div", { class: "row" }, pressed(TEXTS.keep, "", keep)),
    );
  } else {
    replace(
      place,
      h("p", null, TEXTS.deletionText),
      h("div", { class: "row" }, pressed(TEXTS.delete, "danger", remove)),
    );
  }
}

/**
 * A button that shows that it works, and shows a refusal as the server's sentence.
 * @param {string} label
 * @param {"" | "secondary" | "danger"} kind
 * @param {() => Promise<void>} work
 */
function pressed(label, kind, work) {
  const button = h("button", { class: `button ${kind}`, type: "button" }, label);
  button.addEventListener("click", () =>
    busy(button, () =>
      work().catch((error) => {
        if (!(error instanceof Problem)) throw error;
        toast(error.detail);
      }),
    ),
  );
  return button;
}

async function download() {
  const response = await client.send("account/export", { method: "GET", tries: 1, deadlineSeconds: 300 });
  let text;
  try {
    text = await response.text();
    // A document that was cut off on the way does not parse, and must not be taken for everything.
    JSON.parse(text);
  } catch (error) {
    throw noAnswer(error);
  }
  saveFile(new Blob([text], { type: "application/json" }), TEXTS.file);
  toast(TEXTS.downloaded(TEXTS.file));
}

async function remove() {
  const answer = await ask({
    title: TEXTS.sure,
    body: h("p", null, TEXTS.sureText),
    actions: [
      { value: "delete", label: TEXTS.delete, kind: "danger" },
      { value: "", label: TEXTS.cancel, kind: "secondary" },
    ],
  });
  if (answer !== "delete") return;
  show(await client.call("account", { method: "DELETE" }));
  focusButton();
}

async function keep() {
  show(await client.call("account", { body: { action: "keep" } }));
  toast(TEXTS.kept);
  focusButton();
}

/** The pressed button is gone: the focus goes to the one in its place. */
function focusButton() {
  place.querySelector("button")?.focus();
}
