// @ts-check
/** Analytics of an interview: how many candidates finish, how long it takes, and which questions are hard. */
import { bars, funnel, horizontalBars } from "../ui/charts.js";
import { h, replace } from "../ui/dom.js";
import { number, percent, plural } from "../ui/format.js";
import { KINDS, labelOf } from "../ui/labels.js";
import { promptsOf } from "./tables.js";

/** @import { DurationSeconds, Funnel, QuestionNumbers } from "../../client/analytics-types.js" */

const TEXTS = {
  empty: "No numbers yet",
  emptyText: "They appear with the first candidate.",
  tiles: {
    sessions: "Sessions",
    candidates: "Candidates",
    completion: "Completed",
    time: "Typical time",
    score: "Average score",
  },
  funnel: {
    title: "How far candidates get",
    columns: /** @type {[string, string, string]} */ (["Step", "Sessions", "Of those who began"]),
    note: "Percentages are of those who began. Finishing early counts as completed.",
    invited: "Invited",
    started: "Began",
    reached: (/** @type {number} */ number) => `Saw question ${number}`,
    completed: "Completed",
  },
  ends: {
    title: "Status of sessions",
    columns: /** @type {[string, string]} */ (["State", "Sessions"]),
    completed: "Completed",
    running: "In progress",
    cancelled: "Given up",
    abandoned: "Not finished",
  },
  duration: {
    title: "How long a completed session takes",
    columns: /** @type {[string, string]} */ (["Measure", "Time"]),
    p50: "Half are done within",
    p90: "Nine of ten within",
    average: "Average",
  },
  difficulty: {
    title: "How hard each question is",
    columns: /** @type {[string, string]} */ (["Question", "Average share of the points"]),
    note: "The average share of the points: a short bar is a hard question.",
  },
  response: { title: "Time for an answer", columns: /** @type {[string, string]} */ (["Question", "Average time"]) },
  outcome: {
    title: "Outcome of each question",
    heading: "Question",
    answered: "Submitted",
    ran: "Time ran out",
    skipped: "Not answered",
  },
  table: {
    title: "Every question",
    columns: ["Question", "Seen", "Submitted", "Time ran out", "Average time", "Points reached", "Discrimination"],
  },
  question: "Question",
  scored: (/** @type {number} */ count) => plural(count, "score"),
  separates: {
    well: "well",
    somewhat: "somewhat",
    badly: "badly",
    note: "Discrimination: do candidates who do well on the other questions do well on this one? If it is low, the question says little about a candidate.",
  },
};

/** @param {import("../../client/http/client.js").Reprise} client @param {HTMLElement} body @param {string} id */
export async function showNumbers(client, body, id) {
  replace(body, h("div", { class: "skeleton tall-skeleton" }));
  const numbers = await client.analytics(id);
  if (!numbers.sessions) {
    replace(body, h("div", { class: "empty" }, h("h2", null, TEXTS.empty), h("p", null, TEXTS.emptyText)));
    return;
  }
  const questions = numbers.questions.filter(({ served }) => served > 0);
  const prompts = await promptsOf([...new Set(questions.flatMap((one) => one.question_id ?? []))]);
  const { tiles } = TEXTS;
  const { average, p50 } = numbers.percentage;
  const entries = [
    [tiles.sessions, number(numbers.sessions)],
    [tiles.candidates, number(numbers.candidates)],
    [tiles.completion, percent(numbers.completion_rate)],
    [tiles.time, short(numbers.duration_seconds.p50)],
    [tiles.score, average === null ? "–" : `${Math.round(average)} %`],
  ];
  replace(
    body,
    h(
      "dl",
      { class: "tiles", "data-median": p50 },
      entries.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
    ),
    h(
      "div",
      { class: "charts" },
      funnelOf(numbers.funnel),
      ends(numbers.funnel),
      numbers.duration_seconds.p50 !== null && durations(numbers.duration_seconds),
      questions.some(({ scored }) => scored > 0) && difficulty(questions),
      questions.length > 0 && outcome(questions),
      questions.some((one) => one.average_response_seconds !== null) && response(questions),
    ),
    questions.length > 0 && table(questions, prompts),
  );
}

/** @param {Funnel} numbers */
function funnelOf({ invited, started, completed, reached }) {
  const { funnel: words } = TEXTS;
  const seen = Object.entries(reached)
    .map(([position, count]) => ({ position: Number(position), count }))
    .filter(({ position }) => position > 0)
    .sort((a, b) => a.position - b.position);
  // In a long interview, every second or third question shows well enough where candidates drop out.
  const every = Math.ceil(seen.length / 6);
  const steps = [
    ...(invited >= started && invited > 0 ? [{ label: words.invited, count: invited }] : []),
    { label: words.started, count: started },
    ...seen
      .filter((_, index) => (seen.length - 1 - index) % every === 0)
      .map(({ position, count }) => ({ label: words.reached(position + 1), count })),
    { label: words.completed, count: completed },
  ];
  return funnel({ ...words, steps, whole: started });
}

/** @param {Funnel} numbers */
function ends({ started, completed, in_progress: running, cancelled, abandoned }) {
  const { ends: words } = TEXTS;
  const rows = /** @type {[string, number, 1 | 2 | 3 | 4][]} */ ([
    [words.completed, completed, 1],
    [words.running, running, 3],
    [words.cancelled, cancelled, 2],
    [words.abandoned, abandoned, 4],
  ]);
  return horizontalBars({
    ...words,
    maximum: started,
    rows: rows.map(([label, value, tone]) => ({ label, value, tone, text: number(value) })),
  });
}

/** @param {DurationSeconds} seconds */
function durations({ average, p50, p90 }) {
  const { duration: words } = TEXTS;
  const rows = /** @type {[string, number][]} */ ([
    [words.p50, p50],
    [words.p90, p90],
    [words.average, average],
  ]);
  return horizontalBars({
    ...words,
    rows: rows.map(([label, value]) => ({ label, value, tone: 3, text: short(value) })),
  });
}

/** @param {QuestionNumbers[]} questions */
function difficulty(questions) {
  return horizontalBars({
    ...TEXTS.difficulty,
    maximum: 1,
    rows: questions.map((one) => ({
      label: name(one),
      note: TEXTS.scored(one.scored),
      value: one.difficulty,
      text: percent(one.difficulty),
      tone: one.difficulty !== null && one.difficulty < 0.35 ? 2 : 1,
    })),
  });
}

/** @param {QuestionNumbers[]} questions */
function outcome(questions) {
  const { outcome: words } = TEXTS;
  return bars({
    ...words,
    series: [
      { name: words.answered, tone: 1 },
      { name: words.ran, tone: 2 },
      { name: words.skipped, tone: 4 },
    ],
    rows: questions.map(({ position, submitted, ran_out: ran, skipped }) => ({
      label: String(position + 1),
      values: [submitted, ran, skipped],
    })),
  });
}

/** @param {QuestionNumbers[]} questions */
function response(questions) {
  return horizontalBars({
    ...TEXTS.response,
    rows: questions.map((one) => ({
      label: name(one),
      value: one.average_response_seconds,
      text: short(one.average_response_seconds),
      tone: 3,
    })),
  });
}

/** @param {QuestionNumbers[]} questions @param {Map<string, string>} prompts */
function table(questions, prompts) {
  const { table: words } = TEXTS;
  const [first, ...rest] = words.columns;
  return h(
    "div",
    { class: "stack" },
    h("h2", { id: "every-question" }, words.title),
    h("p", { class: "muted small" }, TEXTS.separates.note),
    h(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-labelledby": "every-question" },
      h(
        "table",
        { class: "table" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, first),
            rest.map((heading) => h("th", { scope: "col", class: "numeric" }, heading)),
          ),
        ),
        h(
          "tbody",
          null,
          questions.map((one) =>
            h(
              "tr",
              null,
              h(
                "th",
                { scope: "row" },
                name(one),
                h(
                  "span",
                  { class: "prompt-line" },
                  (prompts.get(one.question_id ?? "") ?? "").replaceAll("`", "").split("\n")[0],
                ),
              ),
              [
                number(one.served),
                number(one.submitted),
                number(one.ran_out),
                short(one.average_response_seconds),
                percent(one.difficulty),
                separates(one.discrimination),
              ].map((text) => h("td", { class: "numeric" }, text)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {QuestionNumbers} question */
const name = ({ position, kind }) => `${position + 1} · ${labelOf(KINDS, kind)}`;
/** @param {number | null} correlation */
const separates = (correlation) =>
  correlation === null
    ? "–"
    : correlation < 0.2
      ? TEXTS.separates.badly
      : correlation < 0.4
        ? TEXTS.separates.somewhat
        : TEXTS.separates.well;
/** `4:05 min`, `38 s`. @param {number | null} seconds */
function short(seconds) {
  if (seconds === null) return "–";
  if (seconds < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`
    : `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}
