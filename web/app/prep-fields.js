// @ts-check
/** Fields of a workspace on the page: what is typed goes to the autosave, what others changed comes from it. */
import { fieldAt } from "../reprise/merge.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";

/** @typedef {import("../reprise/merge.js").Path} Path */

let fields = 0;

/**
 * @typedef {object} FieldOptions
 * @property {string} label
 * @property {boolean} [quiet] the label is for screen readers only, and the box shows only when it is used
 * @property {boolean} [line] one line
 * @property {boolean} [required] never empty: an empty one is not saved
 * @property {boolean} [removable] an empty one is removed
 * @property {string} [placeholder]
 * @property {string} [hint]
 * @property {string} [kind] a class
 * @property {number} [longest] in characters
 */

export class Fields {
  /** @param {import("../reprise/autosave.js").Autosave} autosave */
  constructor(autosave) {
    this.autosave = autosave;
    /** @type {Set<{element: HTMLElement, sync: () => void}>} */
    this._bound = new Set();
    autosave.addEventListener("merged", () => this.refresh());
  }

  /** Show everything as it is in the document. */
  refresh() {
    for (const bound of this._bound) bound.sync();
  }

  /** @param {Path} path */
  get(path) {
    return fieldAt(this.autosave.content, path);
  }

  /**
   * Call `sync` whenever the document changed by itself, until `element` has left the page.
   * @param {HTMLElement} element
   * @param {() => void} sync
   */
  bind(element, sync) {
    const bound = {
      element,
      sync: () => {
        if (this._shown.has(element) && !element.isConnected) this._bound.delete(bound);
        else sync();
        if (element.isConnected) this._shown.add(element);
      },
    };
    this._bound.add(bound);
  }

  /** @type {WeakSet<HTMLElement>} */
  _shown = new WeakSet();

  /**
   * A text of the document, to be edited where it stands.
   * @param {Path} path
   * @param {FieldOptions} options
   */
  text(path, { label, quiet = false, line = false, required = false, removable = false, placeholder, hint, kind = "", longest }) {
    const id = `field-${(fields += 1)}`;
    const input = h(line ? "input" : "textarea", {
      id,
      class: `input ${quiet ? "seamless" : ""} ${kind}`,
      placeholder,
      maxlength: longest,
      rows: line ? null : 1,
      autocomplete: "off",
      "aria-describedby": hint ? `${id}-hint` : null,
      "data-path": path.join("/"),
    });
    const show = () => {
      const value = this.get(path) ?? "";
      if (input.value === value) return;
      const { selectionStart, selectionEnd } = input;
      input.value = value;
      // The caret stays about where it was; it never jumps to the end.
      if (document.activeElement === input) input.setSelectionRange(selectionStart, selectionEnd);
    };
    show();
    input.addEventListener("input", () => {
      const value = storable(input.value);
      if (required && !value.trim()) return;
      this.autosave.set(path, removable && !value ? undefined : value);
    });
    if (required) input.addEventListener("blur", show);
    this.bind(input, show);
    return h(
      "div",
      { class: "field" },
      h("label", { for: id, class: quiet ? "visually-hidden" : null }, label),
      input,
      hint && h("p", { class: "hint", id: `${id}-hint` }, hint),
    );
  }

  /**
   * One of a few words.
   * @param {Path} path
   * @param {{label: string, choices: {value: string, label: string}[], initial: string}} options
   */
  choice(path, { label, choices, initial }) {
    const name = `choice-${(fields += 1)}`;
    const inputs = choices.map(({ value }) => h("input", { type: "radio", name, value }));
    const show = () => inputs.forEach((input) => (input.checked = input.value === (this.get(path) ?? initial)));
    show();
    const element = h(
      "fieldset",
      { class: "statuses" },
      h("legend", null, label),
      h("div", null, inputs.map((input, index) => h("label", { "data-value": input.value }, input, h("span", null, choices[index].label)))),
    );
    element.addEventListener("change", () => {
      const chosen = inputs.find(({ checked }) => checked);
      if (chosen) this.autosave.set(path, chosen.value);
    });
    this.bind(element, show);
    return element;
  }

  /**
   * The entries of one part of the document, each with an element of its own that stays while the entry is there.
   * @param {Path} path
   * @param {(id: string) => HTMLElement} make
   * @param {() => HTMLElement} empty
   * @param {() => Record<string, any>} [more] by their ids: what has an element though its entry is gone
   */
  entries(path, make, empty, more = () => ({})) {
    const list = h("div", { class: "stack entries", tabindex: "-1" });
    /** @type {Map<string, HTMLElement>} */
    const made = new Map();
    const show = () => {
      const ids = entryIds({ ...more(), ...this.get(path) });
      // Somebody in an entry that is removed, here or elsewhere, goes on beside it.
      const from = [...list.children].findIndex((child) => child.contains(document.activeElement));
      for (const [id, element] of made) {
        if (ids.includes(id)) continue;
        element.remove();
        made.delete(id);
      }
      ids.forEach((id, index) => {
        const element = made.get(id) ?? make(id);
        made.set(id, element);
        if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
      });
      while (list.children.length > ids.length) list.lastElementChild?.remove();
      if (!ids.length) list.append(empty());
      if (from >= 0 && !list.contains(document.activeElement)) {
        (list.children[Math.min(from, ids.length - 1)]?.querySelector("summary") ?? list).focus();
      }
    };
    show();
    this.bind(list, show);
    return { list, show, made };
  }
}

/**
 * The ids of entries in the order in which they are shown: those of a template, then what was added, in the order of its time.
 * @param {Record<string, any> | undefined} entries
 */
export function entryIds(entries) {
  const added = (/** @type {string} */ id) => Number(/^\d{8}T/.test(id));
  return Object.keys(entries ?? {}).sort((a, b) => added(a) - added(b) || (a < b ? -1 : 1));
}

/** An id for an entry of one's own: it comes after everything that is there. */
export function newEntryId() {
  const time = new Date().toISOString().replace(/[-:]|\..*/g, "");
  return `${time}-00-${crypto.randomUUID().slice(0, 8)}`;
}

/** Ask before something is removed. @param {string} title @param {string} text */
export async function sure(title, text) {
  const actions = [
    { value: "remove", label: "Remove", kind: /** @type {const} */ ("danger") },
    { value: "", label: "Keep it", kind: /** @type {const} */ ("secondary") },
  ];
  return (await ask({ title, body: h("p", null, text), actions })) === "remove";
}

/** What Postgres can store: no NUL, no half of a surrogate pair. @param {string} text */
function storable(text) {
  return text.replaceAll("\0", "").toWellFormed();
}
