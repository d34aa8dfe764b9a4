// @ts-check
/** The form that signs in with a password or a code from an e-mail, and that creates accounts. Its elements are in the HTML. */
import { busy } from "../ui/dialog.js";
import { byId, setText } from "../ui/dom.js";
import { enterCode, sendCode, signIn, signUp } from "./account.js";

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
const CONFIRM = "We have sent you an e-mail. Enter its code here, or open its link and then sign in.";
const NAMELESS = "Please enter your name.";
const SHORT = "The password needs at least 8 characters.";

/** The fields of each step. @type {Record<Step, string[]>} */
const FIELDS = {
  signIn: ["email", "password"],
  signUp: ["name", "email", "password"],
  mail: ["email"],
  code: ["code"],
};

export class SignInForm {
  /**
   * @param {object} options
   * @param {() => unknown} options.onEntered somebody is signed in
   * @param {boolean} [options.page] is it the whole page, so that its steps are the page's title?
   */
  constructor({ onEntered, page = false }) {
    this._onEntered = onEntered;
    this._page = page;
    /** @type {Step} */
    this.step = "signIn";
    /** Does the code that is asked for confirm a new account? */
    this._confirms = false;
    const form = /** @type {HTMLFormElement} */ (byId("form"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._submit(new FormData(form));
    });
    byId("switch").addEventListener("click", () => this._go(this.step === "signIn" ? "signUp" : "signIn"));
    byId("by-mail").addEventListener("click", () => this._go("mail"));
  }

  /**
   * @param {Step} step
   * @param {string} [lead] another sentence than the usual
   */
  show(step, lead = TEXTS[step].lead) {
    this.step = step;
    const { title, submit, question, other } = TEXTS[step];
    setText(byId("title"), title);
    setText(byId("lead"), lead);
    setText(byId("submit"), submit);
    setText(byId("switch-text"), question);
    setText(byId("switch"), other);
    if (this._page) document.title = `${title} · Reprise`;
    byId("by-mail").hidden = step !== "signIn";
    for (const name of ["name", "email", "password", "code"]) {
      const shown = FIELDS[step].includes(name);
      byId(`${name}-field`).hidden = !shown;
      /** @type {HTMLInputElement} */ (byId(name)).required = shown && name !== "name";
    }
    byId("password-hint").hidden = step !== "signUp";
    byId("password").setAttribute("autocomplete", step === "signUp" ? "new-password" : "current-password");
    this.showProblem("");
  }

  /** @param {string} text */
  showProblem(text) {
    byId("problem").hidden = !text;
    setText(byId("problem"), text);
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
    byId(FIELDS[step][0]).focus();
  }

  /** @param {FormData} data */
  async _submit(data) {
    const [name, email, code] = ["name", "email", "code"].map((field) => String(data.get(field) ?? "").trim());
    const password = String(data.get("password") ?? "");
    const button = byId("submit");
    if (this.step === "signIn") await this.enter(() => signIn(email, password), button);
    else if (this.step === "code")
      await this.enter(() => enterCode(email, code, this._confirms ? "signup" : "magiclink"), button);
    else if (this.step === "mail") await this._sendCode(email, button);
    else if (!name) this.showProblem(NAMELESS);
    else if (password.length < 8) this.showProblem(SHORT);
    else await this._signUp(email, password, name, button);
  }

  /** @param {string} email @param {HTMLElement} button */
  async _sendCode(email, button) {
    this.showProblem("");
    await busy(button, async () => {
      const problem = await sendCode(email);
      this._confirms = false;
      if (problem) this.showProblem(problem);
      else this._go("code");
    });
  }

  /** @param {string} email @param {string} password @param {string} name @param {HTMLElement} button */
  async _signUp(email, password, name, button) {
    this.showProblem("");
    await busy(button, async () => {
      const { problem, confirm } = await signUp(email, password, name);
      this._confirms = confirm;
      if (problem) this.showProblem(problem);
      else if (confirm) this._go("code", CONFIRM);
      else await this._onEntered();
    });
  }
}
