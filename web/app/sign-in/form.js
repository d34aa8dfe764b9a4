// @ts-check
/** The form that signs in with a password or a code from an e-mail, and that creates accounts. */
import { busy } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { confirmAccount, enterCode, sendCode, signIn, signUp } from "./account.js";

/** @typedef {"signIn" | "signUp" | "mail" | "code"} Step */

/** @type {Record<Step, {title: string, lead: string, submit: string, question: string, other: string}>} */
const TEXTS = {
  signIn: {
    title: "Sign in",
    lead: "Your interviews are one step away.",
    submit: "Sign in",
    question: "New here?",
    other: "Create an account",
  },
  signUp: {
    title: "Create an account",
    lead: "It takes ten seconds.",
    submit: "Create account",
    question: "Have an account?",
    other: "Sign in",
  },
  mail: {
    title: "Sign in by e-mail",
    lead: "We send you a code that signs you in. Afterwards you can set a new password on the page of your account.",
    submit: "Send the code",
    question: "Know your password?",
    other: "Sign in",
  },
  code: {
    title: "Enter the code",
    lead: "If there is an account with this address, an e-mail with a code is on its way.",
    submit: "Sign in",
    question: "No e-mail, or another address?",
    other: "Start again",
  },
};
const LABELS = {
  name: "Your name",
  email: "E-mail address",
  password: "Password",
  passwordHint: "At least 8 characters.",
  code: "Code from the e-mail",
  byMail: "Forgot your password? Get a code by e-mail",
};
const CONFIRM = "We have sent you an e-mail with a code, which confirms your address.";
const NAMELESS = "Please enter your name.";
const SHORT = "The password needs at least 8 characters.";

/** @typedef {"name" | "email" | "password" | "code"} FieldName */

/** The fields of each step. @type {Record<Step, FieldName[]>} */
const FIELDS = {
  signIn: ["email", "password"],
  signUp: ["name", "email", "password"],
  mail: ["email"],
  code: ["code"],
};

export class SignInForm {
  /**
   * Prepend the form to a place. It is built by script, so that nobody types a password before a script can handle it.
   * @param {HTMLElement} place
   * @param {object} options
   * @param {() => unknown} options.onEntered somebody is signed in
   * @param {boolean} [options.page] is it the whole page, so that its steps are the page's title?
   */
  constructor(place, { onEntered, page = false }) {
    this._onEntered = onEntered;
    this._page = page;
    /** @type {Step} */
    this.step = "signIn";
    /** The new account that the code confirms; null if it signs in. @type {{name: string, password: string} | null} */
    this._confirms = null;
    this._title = h(page ? "h1" : "h2", { id: "title" });
    this._lead = h("p", { class: "muted" });
    this._problem = h("div", { class: "notice danger", role: "alert", hidden: true });
    this._passwordHint = h("p", { class: "hint" }, LABELS.passwordHint);
    this._fields = {
      name: field("name", { autocomplete: "name" }),
      email: field("email", { type: "email", autocomplete: "username" }),
      password: field("password", { type: "password" }, this._passwordHint),
      code: field("code", { inputmode: "numeric", autocomplete: "one-time-code" }),
    };
    this._button = h("button", { class: "button wide" });
    this._byMail = h("button", { class: "link", type: "button" }, LABELS.byMail);
    this._question = h("span", null);
    this._switch = h("button", { class: "link", type: "button" });
    const form = h(
      "form",
      { class: "stack", "aria-labelledby": "title" },
      Object.values(this._fields).map(({ element }) => element),
      this._button,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit(new FormData(form));
    });
    this._switch.addEventListener("click", () => this._go(this.step === "signIn" ? "signUp" : "signIn"));
    this._byMail.addEventListener("click", () => this._go("mail"));
    place.prepend(
      h("div", null, this._title, this._lead),
      this._problem,
      form,
      this._byMail,
      h("p", { class: "switch" }, this._question, " ", this._switch),
    );
    this.show("signIn");
  }

  /**
   * @param {Step} step
   * @param {string} [lead] another sentence than the usual
   */
  show(step, lead = TEXTS[step].lead) {
    this.step = step;
    const { title, submit, question, other } = TEXTS[step];
    setText(this._title, title);
    setText(this._lead, lead);
    setText(this._button, submit);
    setText(this._question, question);
    setText(this._switch, other);
    if (this._page) document.title = `${title} · Reprise`;
    this._byMail.hidden = step !== "signIn";
    for (const [name, { element, input }] of Object.entries(this._fields)) {
      const shown = FIELDS[step].some((one) => one === name);
      element.hidden = !shown;
      input.required = shown && name !== "name";
    }
    this._passwordHint.hidden = step !== "signUp";
    const autocomplete = step === "signUp" ? "new-password" : "current-password";
    this._fields.password.input.setAttribute("autocomplete", autocomplete);
    this.showProblem("");
  }

  /** @param {string} email */
  fillIn(email) {
    this._fields.email.input.value = email;
  }

  focus() {
    this._fields[FIELDS[this.step][0]].input.focus();
  }

  /** @param {string} text */
  showProblem(text) {
    this._problem.hidden = !text;
    setText(this._problem, text);
  }

  /**
   * Try to sign in; then go on, or show why not.
   * @param {() => Promise<string>} attempt
   * @param {HTMLElement} button
   */
  async enter(attempt, button) {
    this.showProblem("");
    await busy(button, async () => {
      const problem = await attempt();
      if (problem) this.showProblem(problem);
      else await this._onEntered();
    });
  }

  /** @param {Step} step @param {string} [lead] */
  _go(step, lead) {
    this.show(step, lead);
    this.focus();
  }

  /** @param {FormData} data */
  async _submit(data) {
    const [name, email, code] = ["name", "email", "code"].map((field) => String(data.get(field) ?? "").trim());
    const password = String(data.get("password") ?? "");
    const button = this._button;
    if (this.step === "signIn") await this.enter(() => signIn(email, password), button);
    else if (this.step === "code") await this.enter(() => this._enterCode(email, code), button);
    else if (this.step === "mail") await this._sendCode(email, button);
    else if (!name) this.showProblem(NAMELESS);
    else if (password.length < 8) this.showProblem(SHORT);
    else await this._signUp(email, password, name, button);
  }

  /** @param {string} email @param {string} code */
  _enterCode(email, code) {
    return this._confirms ? confirmAccount(email, code, this._confirms) : enterCode(email, code);
  }

  /** @param {string} email @param {HTMLElement} button */
  async _sendCode(email, button) {
    this.showProblem("");
    await busy(button, async () => {
      const problem = await sendCode(email);
      this._confirms = null;
      if (problem) this.showProblem(problem);
      else this._go("code");
    });
  }

  /** @param {string} email @param {string} password @param {string} name @param {HTMLElement} button */
  async _signUp(email, password, name, button) {
    this.showProblem("");
    await busy(button, async () => {
      const { problem, confirm } = await signUp(email, password, name);
      this._confirms = confirm ? { name, password } : null;
      if (problem) this.showProblem(problem);
      else if (confirm) this._go("code", CONFIRM);
      else await this._onEntered();
    });
  }
}

/**
 * @param {FieldName} name
 * @param {Record<string, unknown>} properties
 * @param {HTMLElement} [hint]
 */
function field(name, properties, hint) {
  const input = h("input", { class: "input", id: name, name, ...properties });
  return { input, element: h("div", { class: "field" }, h("label", { for: name }, LABELS[name]), input, hint) };
}
