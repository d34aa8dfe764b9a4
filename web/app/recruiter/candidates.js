// @ts-check
/** The candidates of an interview: a table with search, order, filters, selection and files, which keeps itself current. */
import { Problem } from "../../client/http/problems.js";
import { announce, busy } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { CANDIDATE_STATES, DECISIONS } from "../ui/labels.js";
import { Poll } from "../ui/poll.js";
import { COLUMNS, candidateRow, keyOf } from "./candidate-row.js";
import { exportTable } from "./export-table.js";
import { manyActions } from "./many.js";
import { rememberQueue, sessionsOf } from "./queue.js";
import { reviewRules } from "./rules.js";

/** @typedef {import("./candidate-row.js").Line} Line */

const TEXTS = {
  search: "Search by name or address",
  find: "Search",
  state: "State",
  states: "All states",
  decision: "Decision",
  decisions: "All decisions",
  undecided: "Undecided",
  needs: "Needs a person",
  table: "Candidates",
  all: "Select all shown",
  select: "Select",
  none: "No candidates yet",
  noneText: "Candidates appear here as soon as they are invited or start.",
  nothing: "No candidate matches",
  nothingText: "Change the search or the filters to see others.",
  more: "Show more",
  shown: (/** @type {number} */ count, /** @type {boolean} */ more) =>
    `${plural(count, "candidate")} shown${more ? ", and there are more" : ""}`,
  live: (/** @type {number} */ count) => `${count} answering now`,
  practisable: (/** @type {number} */ questions) =>
    `Anybody can practise ${plural(questions, "question")} of this interview beforehand, and copy the key. Replace public questions ` +
    "with questions of your own.",
  failed: "This list could not be loaded.",
  again: "Try again",
};
const PAGE = 20;
/** The most rows that one request returns. */
const MOST = 100;
const POLL_SECONDS = 10;
const TYPING_MS = 250;
/** What a column sorts by: at the first press, and at the next one. @type {Record<string, [string, string]>} */
const SORTS = { name: ["name", "name"], score: ["-score", "score"], since: ["-started_at", "started_at"] };
const FILTERS = ["q", "sort", "state", "decision", "flag"];

export class CandidatesTable {
  /**
   * @param {import("../../client/http/client.js").Reprise} client
   * @param {string} interviewId
   * @param {{mayAct: boolean, timed: boolean}} interview may the user act on many sessions?
   */
  constructor(client, interviewId, { mayAct, timed }) {
    this._client = client;
    this._id = interviewId;
    this._mayAct = mayAct;
    const query = new URLSearchParams(location.search);
    /** @type {Record<string, string>} */
    this._filters = {};
    for (const name of FILTERS) if (query.get(name)) this._filters[name] = String(query.get(name));
    /** @type {Line[]} */
    this._rows = [];
    /** @type {string | null} */
    this._next = null;
    this._selected = new Set();
    /** Loads are numbered, so that an older response does not replace a newer one. */
    this._load = 0;
    this._warning = h("div", { class: "notice warning", hidden: true });
    this._count = h("p", { class: "muted small", role: "status" });
    this._body = h("tbody", { role: "rowgroup" });
    this._place = h("div", { class: "stack", "aria-busy": "true" });
    this._foot = h("div", { class: "row list-foot" });
    this._all = h("input", { type: "checkbox", "aria-label": TEXTS.all, id: "select-all" });
    this._all.addEventListener("change", () => this._selectAll(this._all.checked));
    this._heads = h("tr", { role: "row" });
    this._table = h(
      "div",
      { class: "table-scroll candidates-frame" },
      h(
        "table",
        { class: "table candidates", role: "table", "aria-label": TEXTS.table },
        h("thead", { role: "rowgroup" }, this._heads),
        this._body,
      ),
    );
    this._many = manyActions(client, { timed, selected: () => this._named(), done: () => this._acted() });
    this.element = h(
      "div",
      { class: "stack" },
      this._warning,
      this._form(),
      h("div", { class: "row between" }, this._count, exportTable(client, interviewId)),
      mayAct && this._many.element,
      this._place,
      this._foot,
      mayAct && reviewRules(interviewId),
    );
    this._poll = new Poll({ request: () => this._refresh(), seconds: () => POLL_SECONDS });
    addEventListener("pagehide", ({ persisted }) => persisted || this._poll.stop());
  }

  /** Show the first page, and keep it current until the page is left. */
  async run() {
    await this._first();
    await this._poll.run();
  }

  _form() {
    const search = h("input", {
      class: "input",
      type: "search",
      id: "search",
      "aria-label": TEXTS.search,
      placeholder: TEXTS.search,
      maxlength: "200",
      value: this._filters.q ?? "",
    });
    let typing = 0;
    search.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this._set({ q: search.value.trim() }), TYPING_MS);
    });
    const needs = h("input", { type: "checkbox", id: "needs", checked: this._filters.flag === "needs_person" });
    needs.addEventListener("change", () => this._set({ flag: needs.checked ? "needs_person" : "" }));
    const form = h(
      "form",
      { class: "candidate-filters", role: "search" },
      search,
      this._select("state", TEXTS.state, TEXTS.states, Object.entries(CANDIDATE_STATES)),
      this._select("decision", TEXTS.decision, TEXTS.decisions, [
        ...Object.entries(DECISIONS),
        ["none", { label: TEXTS.undecided }],
      ]),
      h("label", { class: "row check", for: "needs" }, needs, TEXTS.needs),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(typing);
      this._set({ q: search.value.trim() });
    });
    return form;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string} all
   * @param {[string, {label: string}][]} choices
   */
  _select(name, label, all, choices) {
    const select = h(
      "select",
      { class: "input", "aria-label": label },
      [["", all], ...choices.map(([value, { label: text }]) => [value, text])].map(([value, text]) =>
        h("option", { value, selected: value === (this._filters[name] ?? "") }, text),
      ),
    );
    select.addEventListener("change", () => this._set({ [name]: select.value }));
    return select;
  }

  /** Change filters or the order, and load anew. @param {Record<string, string>} changed */
  _set(changed) {
    const filters = Object.fromEntries(Object.entries({ ...this._filters, ...changed }).filter(([, value]) => value));
    if (JSON.stringify(filters) === JSON.stringify(this._filters)) return;
    this._filters = filters;
    const url = new URL(location.href);
    for (const name of FILTERS) url.searchParams.delete(name);
    for (const [name, value] of Object.entries(filters)) url.searchParams.set(name, value);
    history.replaceState(null, "", url);
    this._selected.clear();
    this._first();
  }

  /** @param {{limit: number, cursor?: string | null}} page */
  _ask({ limit, cursor = null }) {
    return this._client.sessions({ interview_id: this._id, ...this._filters, limit, ...(cursor && { cursor }) });
  }

  async _first() {
    this._load += 1;
    const number = this._load;
    this._place.setAttribute("aria-busy", "true");
    let page;
    try {
      page = await this._ask({ limit: PAGE });
    } catch (error) {
      if (number === this._load) this._failed(error);
      return;
    }
    if (number !== this._load) return;
    this._warning.hidden = !page.warnings.length;
    replace(this._warning, h("p", null, TEXTS.practisable(page.warnings.length)));
    this._rows = page.sessions;
    this._next = page.next_cursor;
    this._draw();
  }

  /** @param {unknown} error */
  _failed(error) {
    const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
    again.addEventListener("click", () => busy(again, () => this._first()));
    this._place.removeAttribute("aria-busy");
    replace(
      this._place,
      h(
        "div",
        { class: "notice warning", role: "alert" },
        h("p", null, error instanceof Problem ? error.detail : TEXTS.failed),
        h("div", null, again),
      ),
    );
    replace(this._foot);
    if (!(error instanceof Problem)) throw error;
  }

  async _more() {
    const number = this._load;
    const page = await this._ask({ limit: PAGE, cursor: this._next });
    if (number !== this._load) return;
    const first = page.sessions[0];
    this._rows = [...this._rows, ...page.sessions];
    this._next = page.next_cursor;
    this._draw();
    announce(TEXTS.shown(this._rows.length, this._next !== null));
    if (first?.id) document.getElementById(`open-${first.id}`)?.focus();
  }

  /** Load the rows that are shown again, as many as one request returns. */
  async _refresh() {
    const number = this._load;
    const limit = Math.min(MOST, Math.max(PAGE, this._rows.length));
    const page = await this._ask({ limit });
    if (number !== this._load) return;
    const fresh = new Set(page.sessions.map(keyOf));
    const rest = this._rows.slice(limit).filter((row) => !fresh.has(keyOf(row)));
    this._rows = [...page.sessions, ...rest];
    if (!rest.length) this._next = page.next_cursor;
    this._draw();
  }

  /** Draw the rows, and leave those that did not change as they are. */
  _draw() {
    rememberQueue(this._id, { filters: this._filters, ids: sessionsOf(this._rows), next: this._next });
    this._place.removeAttribute("aria-busy");
    setText(
      this._count,
      [TEXTS.shown(this._rows.length, this._next !== null), this._liveText()].filter(Boolean).join(" · "),
    );
    if (!this._rows.length) {
      const filtered = FILTERS.some((name) => name !== "sort" && this._filters[name]);
      replace(
        this._place,
        h(
          "div",
          { class: "empty" },
          h("h2", null, filtered ? TEXTS.nothing : TEXTS.none),
          h("p", null, filtered ? TEXTS.nothingText : TEXTS.noneText),
        ),
      );
      replace(this._foot);
      return;
    }
    if (!this._table.isConnected) replace(this._place, this._table);
    this._drawHeads();
    const focused = document.activeElement?.id;
    const drawn = new Map([...this._body.children].map((row) => [/** @type {HTMLElement} */ (row).dataset.key, row]));
    const rows = this._rows.map((line) => {
      const key = keyOf(line);
      const shown = JSON.stringify(line);
      const old = /** @type {HTMLElement | undefined} */ (drawn.get(key));
      if (old && old.dataset.shown === shown) return old;
      const row = candidateRow(line, {
        selectable: this._mayAct,
        selected: this._selected.has(line.id),
        onselect: (selected) => this._select1(line.id, selected),
      });
      row.dataset.shown = shown;
      return row;
    });
    const same = rows.length === this._body.children.length && rows.every((row, at) => row === this._body.children[at]);
    if (!same) {
      replace(this._body, rows);
      if (focused && document.activeElement === document.body)
        document.getElementById(focused)?.focus({ preventScroll: true });
    }
    replace(this._foot);
    if (this._next !== null) {
      const more = h("button", { class: "button secondary", type: "button", id: "more-candidates" }, TEXTS.more);
      more.addEventListener("click", () => busy(more, () => this._more()));
      this._foot.append(more);
    }
    this._showSelection();
  }

  _liveText() {
    const live = this._rows.filter((row) => row.id !== null && row.live).length;
    return live ? TEXTS.live(live) : "";
  }

  _drawHeads() {
    const sort = this._filters.sort ?? "-started_at";
    const shown = JSON.stringify(sort);
    if (this._heads.dataset.shown === shown) return;
    const held = document.activeElement?.id;
    this._heads.dataset.shown = shown;
    replace(
      this._heads,
      this._mayAct && h("th", { role: "columnheader", scope: "col", class: "cell-select" }, this._all),
      Object.entries(COLUMNS).map(([name, label]) => {
        const [first, second] = SORTS[name] ?? [];
        const state = sort === "started_at" || sort === "score" || sort === "name" ? "ascending" : "descending";
        const sorted = first && (sort === first || sort === second);
        return h(
          "th",
          { role: "columnheader", scope: "col", class: `cell-${name}`, "aria-sort": sorted ? state : null },
          first
            ? h(
                "button",
                {
                  class: "sort",
                  type: "button",
                  id: `sort-${name}`,
                  onclick: () => this._set({ sort: sort === first ? second : first }),
                },
                label,
                h("span", { "aria-hidden": "true" }, sorted ? (state === "ascending" ? "↑" : "↓") : "↕"),
              )
            : label,
        );
      }),
    );
    if (held?.startsWith("sort-")) document.getElementById(held)?.focus();
  }

  /** @param {string | null} id @param {boolean} selected */
  _select1(id, selected) {
    if (selected) this._selected.add(id);
    else this._selected.delete(id);
    this._showSelection();
  }

  /** @param {boolean} selected */
  _selectAll(selected) {
    for (const id of sessionsOf(this._rows)) {
      if (selected) this._selected.add(id);
      else this._selected.delete(id);
      const box = document.getElementById(`select-${id}`);
      if (box instanceof HTMLInputElement) box.checked = selected;
    }
    this._showSelection();
  }

  _showSelection() {
    const ids = sessionsOf(this._rows);
    for (const id of this._selected) if (!ids.includes(id)) this._selected.delete(id);
    this._all.checked = ids.length > 0 && this._selected.size === ids.length;
    this._all.indeterminate = this._selected.size > 0 && !this._all.checked;
    this._many.show(this._selected.size);
  }

  /** The selected sessions. @returns {string[]} */
  _named() {
    return sessionsOf(this._rows).filter((id) => this._selected.has(id));
  }

  async _acted() {
    this._selected.clear();
    for (const box of this._body.querySelectorAll("input")) box.checked = false;
    await this._refresh();
    this._showSelection();
  }
}
