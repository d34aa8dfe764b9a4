// @ts-check
/** The sections of the account page about the sign-in: name, password, and signing out everywhere. */
import { field, textInput } from "../authoring/fields.js";
import { changeUser, currentUser, signOutEverywhere } from "../sign-in/account.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  name: "Your name",
  nameText: "The organizations whose interviews you take see it, and their members.",
  save: "Save name",
  named: "Saved. Pages that you open now show it.",
  nameless: "Please enter your name.",
  password: "New password",
  passwordHint: "At least 8 characters.",
  change: "Change password",
  changed: "Your password is changed. Other devices stay signed in until you sign them out below.",
  short: "The password needs at least 8 characters.",
  devices: "Signed-in devices",
  devicesText: "Sign out on this and every other device. What you wrote and has not been sent stays on its device.",
  everywhere: "Sign out everywhere",
};
const SHORTEST = 8;

/** @param {import("../sign-in/account.js").User} user */
export function profileSections(user) {
  const name = textInput("your-name", user.name === user.email ? "" : user.name, {
    maxlength: "200",
    autocomplete: "name",
    required: true,
  });
  const password = textInput("new-password", "", { type: "password", autocomplete: "new-password", required: true });
  // Password managers need the name of the account.
  const account = h("input", { type: "text", autocomplete: "username", value: user.email, hidden: true });
  return [
    form(TEXTS.name, field(TEXTS.name, name, TEXTS.nameText), TEXTS.save, async () => {
      if (!name.value.trim()) return TEXTS.nameless;
      const problem = await changeUser({ name: name.value.trim() });
      if (!problem) toast(TEXTS.named);
      return problem;
    }),
    form(TEXTS.change, [account, field(TEXTS.password, password, TEXTS.passwordHint)], TEXTS.change, async () => {
      if (password.value.length < SHORTEST) return TEXTS.short;
      const problem = await changeUser({ password: password.value });
      if (!problem) {
        password.value = "";
        toast(TEXTS.changed);
      }
      return problem;
    }),
    form(TEXTS.devices, h("p", null, TEXTS.devicesText), TEXTS.everywhere, async () => {
      const problem = await signOutEverywhere();
      if (!problem && !(await currentUser())) location.assign("./");
      return problem;
    }),
  ];
}

/**
 * @param {string} title
 * @param {import("../ui/dom.js").Child} content
 * @param {string} submit
 * @param {() => Promise<string>} work resolves with the problem as a sentence, or with an empty text
 */
function form(title, content, submit, work) {
  const status = h("div", { role: "alert" });
  const button = h("button", { class: "button secondary" }, submit);
  const element = h(
    "form",
    { class: "card stack", "aria-label": title, novalidate: true },
    h("h2", null, title),
    content,
    status,
    h("div", { class: "row" }, button),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => {
      replace(status);
      const problem = await work();
      if (problem) replace(status, h("p", { class: "notice danger" }, problem));
    });
  });
  return element;
}
