// @ts-check
/** Form fields of a workspace: input goes to the autosave, and changes by others appear in the fields. */
import { fieldAt } from "../../client/workspace/merge.js";
import { ask } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

/** @typedef {import("../../client/workspace/merge.js").Path} Path */

let fields = 0;

/**
 * @typedef {object} FieldOptions
 * @property {string} label
 * @property {boolean} [quiet] the label is for screen readers only, and the border appears on use
 * @property {boolean} [line] a single-line field
 * @property {boolean} [required] must not be empty: an empty value is not saved
 * @property {boolean} [removable] an empty value removes the field
 * @property {string} [placeholder]
 * @property {string} [hint]
 * @property {string} [kind] a CSS class
 * @property {number} [longest] the maximum length in characters
 */

export class Fields {
  /** @param {import("../../client/workspace/autosave.js").Autosave} autosave */
  constructor(autosave) {
    this.autosave = autosave;
    /** @type {Set<{element: HTMLElement, sync: () => void}>} */
    this._bound = new Set();
    autosave.addEventListener("merged", () => this.refresh());
  }

  /** Show the document's current values in all fields. */
  refresh() {
    for (const bound of this._bound) bound.sync();
  }

  /** @param {Path} path */
  get(path) {
    return fieldAt(this.autosave.content, path);
  }

  /**
   * Call `sync` whenever the document changes other than through its fields, until `element` has left the page.
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
   * An editable text of the document.
   * @param {Path} path
   * @param {FieldOptions} options
   */
  text(
    path,
    { label, quiet = false, line = false, required = false, removable = false, placeholder, hint, kind = "", longest },
  ) {
    fields += 1;
    const id = `field-${fields}`;
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
      // Keep the caret about where it was; setting the value moves it to the end.
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
   * A choice of a few values.
   * @param {Path} path
   * @param {{label: string, choices: {value: string, label: string}[], initial: string}} options
   */
  choice(path, { label, choices, initial }) {
    fields += 1;
    const name = `choice-${fields}`;
    const inputs = choices.map(({ value }) => h("input", { type: "radio", name, value }));
    const show = () => {
      for (const input of inputs) input.checked = input.value === (this.get(path) ?? initial);
    };
    show();
    const element = h(
      "fieldset",
      { class: "statuses" },
      h("legend", null, label),
      h(
        "div",
        null,
        inputs.map((input, index) =>
          h("label", { "data-value": input.value }, input, h("span", null, choices[index].label)),
        ),
      ),
    );
    element.addEventListener("change", () => {
      const chosen = inputs.find(({ checked }) => checked);
      if (chosen) this.autosave.set(path, chosen.value);
    });
    this.bind(element, show);
    return element;
  }

  /**
   * A list of a section's entries. Each entry has its own element, which is kept as long as the entry exists.
   * @param {Path} path
   * @param {(id: string) => HTMLElement} make
   * @param {() => HTMLElement} empty
   * @param {() => Record<string, any>} [more] ids that keep an element although their entry is gone
   */
  entries(path, make, empty, more = () => ({})) {
    const list = h("div", { class: "stack entries", tabindex: "-1" });
    /** @type {Map<string, HTMLElement>} */
    const made = new Map();
    const show = () => {
      const ids = entryIds({ ...more(), ...this.get(path) });
      // If the focused entry is removed, here or elsewhere, focus the one beside it.
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
 * The ids of entries in display order: those of a template first, then added ones by time.
 * @param {Record<string, any> | undefined} entries
 */
export function entryIds(entries) {
  const added = (/** @type {string} */ id) => Number(/^\d{8}T/.test(id));
  return Object.keys(entries ?? {}).sort((a, b) => added(a) - added(b) || (a < b ? -1 : 1));
}

/** An id for a new entry; it sorts after all existing ones. */
export function newEntryId() {
  const time = new Date().toISOString().replace(/[-:]|\..*/g, "");
  return `${time}-00-${crypto.randomUUID().slice(0, 8)}`;
}

/** Ask for confirmation of a removal. @param {string} title @param {string} text */
export async function sure(title, text) {
  const actions = [
    { value: "remove", label: "Remove", kind: /** @type {const} */ ("danger") },
    { value: "", label: "Keep it", kind: /** @type {const} */ ("secondary") },
  ];
  return (await ask({ title, body: h("p", null, text), actions })) === "remove";
}

/** Make a text storable in Postgres: remove NUL and lone surrogates. @param {string} text */
function storable(text) {
  return text.replaceAll("\0", "").toWellFormed();
}
