// @ts-check
/** All of a candidate's sessions, newest first, with their own statistics above. */
import { Problem } from "../../client/http/problems.js";
import { pageOf } from "../start/start.js";
import { horizontalBars } from "../ui/charts.js";
import { h, replace } from "../ui/dom.js";
import { date, duration, percent, plural, topic } from "../ui/format.js";
import { labelOf, MODES, STATUSES } from "../ui/labels.js";
import { pagedList } from "../ui/paged-list.js";

/** @import { CandidateAnalytics } from "../../client/analytics-types.js" */
/** @import { Session } from "../../client/types.js" */

const TEXTS = {
  title: "My results",
  lead: "Everything you have taken, newest first.",
  all: "All",
  filter: "Show",
  list: "Your sessions",
  none: "Nothing here yet",
  noneText: "Your sessions appear here as soon as you start one.",
  home: "See the interviews",
  numbers: "Your numbers",
  tiles: {
    sessions: "Sessions begun",
    completed: "Completed",
    time: "Average length",
    answer: "Average time for an answer",
  },
  byType: "Practice: average score by topic",
  byTypeColumns: /** @type {[string, string]} */ (["Topic", "Average score"]),
  byMode: "Completed sessions by mode",
  byModeColumns: /** @type {[string, string]} */ (["What", "Completed"]),
  of: (/** @type {number} */ part, /** @type {number} */ whole) => `${part} of ${whole}`,
  result: "See the result",
  resume: "Continue",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {HTMLElement} main
 */
export function history(client, main) {
  const query = new URLSearchParams(location.search);
  const given = query.get("mode") ?? "";
  const mode = Object.hasOwn(MODES, given) ? given : "";
  const list = h("div", { id: "history" });
  const numbers = h("div", { id: "numbers", class: "stack large" });
  replace(
    main,
    h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead))),
    numbers,
    h("section", { class: "stack", "aria-label": TEXTS.list }, filter(mode, show), list),
  );
  let asked = false;
  show(mode);

  /** @param {string} chosen */
  function show(chosen) {
    replace(
      list,
      pagedList({
        label: TEXTS.list,
        load: async (cursor) => {
          showNumbers();
          const page = await client.sessions({ cursor, limit: 20, mode: chosen || null });
          return { rows: page.sessions, next: page.next_cursor };
        },
        row,
        empty: () =>
          h(
            "div",
            { class: "empty" },
            h("h2", null, TEXTS.none),
            h("p", null, TEXTS.noneText),
            h("a", { class: "button secondary", href: "home.html" }, TEXTS.home),
          ),
      }),
    );
  }

  /** Load the statistics beside the list. If both fail, the list shows the error, and its retry reloads both. */
  async function showNumbers() {
    if (asked) return;
    asked = true;
    try {
      const own = await client.analytics();
      if (own.sessions > 0) replace(numbers, ...ownNumbers(own));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      asked = false;
    }
  }
}

/** @param {string} mode @param {(mode: string) => void} show */
function filter(mode, show) {
  const buttons = [["", TEXTS.all], ...Object.entries(MODES)].map(([value, label]) =>
    h("button", { type: "button", value, "aria-pressed": String(value === mode) }, label),
  );
  const group = h("div", { class: "segments", role: "group", "aria-label": TEXTS.filter }, buttons);
  group.addEventListener("click", ({ target }) => {
    const pressed = buttons.find((button) => button === target);
    if (!pressed) return;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
    const url = new URL(location.href);
    if (pressed.value) url.searchParams.set("mode", pressed.value);
    else url.searchParams.delete("mode");
    window.history.replaceState(null, "", url);
    show(pressed.value);
  });
  return group;
}

/** @param {Session} session */
function row(session) {
  const { id, title, mode, status, started_at: started, question_count: count, position } = session;
  const { label, kind } = STATUSES[status];
  const running = status === "in_progress";
  const how =
    mode === "conversation" ? "" : running ? `question ${position + 1} of ${count}` : plural(count, "question");
  return h(
    "li",
    null,
    h(
      "a",
      { class: "card line", href: running ? pageOf(session) : `results.html?session=${id}` },
      h(
        "span",
        { class: "line-main" },
        h("strong", null, title),
        h("span", { class: "muted small" }, [date(started), labelOf(MODES, mode), how].filter(Boolean).join(" · ")),
      ),
      h(
        "span",
        { class: "row" },
        h("span", { class: `badge ${kind}` }, label),
        h("span", { class: "line-go" }, running ? TEXTS.resume : TEXTS.result),
      ),
    ),
  );
}

/** @param {CandidateAnalytics} own */
function ownNumbers(own) {
  const { tiles } = TEXTS;
  const entries = [
    [tiles.sessions, String(own.sessions)],
    [tiles.completed, percent(own.completion_rate)],
    [tiles.time, own.average_duration_seconds === null ? "–" : short(own.average_duration_seconds)],
    [tiles.answer, own.response_seconds.average === null ? "–" : short(own.response_seconds.average)],
  ];
  const scored = own.by_type.flatMap(({ average_percentage: average, ...run }) =>
    average === null ? [] : [{ ...run, average }],
  );
  const modes = Object.entries(own.by_mode);
  return [
    h("h2", { class: "visually-hidden" }, TEXTS.numbers),
    h(
      "dl",
      { class: "tiles" },
      entries.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
    ),
    (modes.length > 1 || scored.length > 0) &&
      h(
        "div",
        { class: "charts" },
        horizontalBars({
          title: TEXTS.byMode,
          columns: TEXTS.byModeColumns,
          maximum: 1,
          rows: modes.map(([mode, { sessions, completed }]) => ({
            label: labelOf(MODES, mode),
            value: sessions ? completed / sessions : null,
            text: TEXTS.of(completed, sessions),
          })),
        }),
        scored.length > 0 &&
          horizontalBars({
            title: TEXTS.byType,
            columns: TEXTS.byTypeColumns,
            maximum: 100,
            rows: scored.map(({ interview_type: type, domain, average, sessions }) => ({
              label: (domain ? [type, domain] : [type]).map(topic).join(" · "),
              value: average,
              text: `${Math.round(average)} %`,
              note: plural(sessions, "run"),
            })),
          }),
      ),
  ];
}

/** `4 min`, for tight spaces. @param {number} seconds */
const short = (seconds) =>
  seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : duration(seconds);
