// @ts-check
/** A list of form rows that can be added and removed; the focus follows. */
import { announce } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  remove: "Remove",
  removed: (/** @type {string} */ what, /** @type {number} */ number) => `${what} ${number} removed.`,
};

/**
 * @typedef {object} FormRow
 * @property {HTMLElement[]} cells what the row shows before its button
 * @property {Record<string, HTMLElement>} controls by the name of what they hold; the first gets the focus
 * @property {() => any} value
 * @property {(number: number) => void} [renumber] called with the row's number, from 1
 */

export class RowList {
  /**
   * @param {object} parts
   * @param {string} parts.what what one row is: "Option"
   * @param {string} parts.add the label of the button that adds a row
   * @param {number} parts.most
   * @param {number} [parts.least] as many rows stay
   * @param {(data: any, others: any[]) => FormRow} parts.make makes a row, an empty one for undefined; `others` are the
   *   values of the rows before it
   * @param {any[]} parts.rows
   * @param {() => void} [parts.onChange] called after a row came or went
   */
  constructor({ what, add, most, least = 0, make, rows, onChange = () => {} }) {
    this._what = what;
    this._most = most;
    this._least = least;
    this._make = make;
    this._onChange = onChange;
    /** @type {{element: HTMLElement, remove: HTMLButtonElement, row: FormRow}[]} */
    this._rows = [];
    this._list = h("ol", { class: "form-rows" });
    this._add = h("button", { class: "button secondary small", type: "button" }, add);
    this._add.addEventListener("click", () => {
      this._first(this.add(undefined)).focus();
      this._notify();
    });
    this.element = h("div", { class: "stack small" }, this._list, h("div", null, this._add));
    for (const data of rows) this.add(data);
    this._settle();
  }

  /** @returns {any[]} */
  values() {
    return this._rows.map(({ row }) => row.value());
  }

  /** The control of one row. @param {number} index @param {string} [name] by default its first */
  control(index, name) {
    const row = this._rows[index]?.row;
    return row && ((name && row.controls[name]) || this._first(row));
  }

  /** @param {any} data @returns {FormRow} */
  add(data) {
    const row = this._make(data, this.values());
    const remove = h("button", { class: "button quiet small", type: "button" }, TEXTS.remove);
    const entry = { element: h("li", { class: "form-row" }, row.cells, remove), remove, row };
    remove.addEventListener("click", () => this._remove(entry));
    this._rows.push(entry);
    this._list.append(entry.element);
    this._settle();
    return row;
  }

  /** @param {{element: HTMLElement, remove: HTMLButtonElement, row: FormRow}} entry */
  _remove(entry) {
    const index = this._rows.indexOf(entry);
    this._rows.splice(index, 1);
    entry.element.remove();
    this._settle();
    this._notify();
    announce(TEXTS.removed(this._what, index + 1));
    (this.control(Math.min(index, this._rows.length - 1)) ?? this._add).focus();
  }

  /** A row that came or went changes the form like any input. */
  _notify() {
    this._onChange();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Number the rows, and offer only what the limits allow. */
  _settle() {
    for (const [index, { remove, row }] of this._rows.entries()) {
      remove.setAttribute("aria-label", `${TEXTS.remove} ${this._what.toLowerCase()} ${index + 1}`);
      remove.hidden = this._rows.length <= this._least;
      row.renumber?.(index + 1);
    }
    this._add.hidden = this._rows.length >= this._most;
  }

  /** @param {FormRow} row */
  _first(row) {
    return Object.values(row.controls)[0];
  }
}
