// @ts-check
/** Formats numbers and times. */

const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const NUMBER = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/**
 * `4:05`, or `1:04:05` from one hour on. Rounds up, so 0:01 stays until no time is left.
 * @param {number} seconds
 */
export function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds - 0.001));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/**
 * `2 minutes 5 seconds`, for use in sentences.
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [];
  for (const [size, word] of /** @type {[number, string][]} */ ([
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ])) {
    const count = size === 1 ? whole % 60 : size === 60 ? Math.floor(whole / 60) % 60 : Math.floor(whole / 3600);
    if (count) parts.push(plural(count, word));
  }
  return parts.slice(0, 2).join(" ") || "0 seconds";
}

/**
 * `1 question`, `6 questions`.
 * @param {number} count
 * @param {string} word
 * @param {string} [many]
 */
export function plural(count, word, many = `${word}s`) {
  return `${number(count)} ${count === 1 ? word : many}`;
}

/** Names in the question bank with a special spelling. @type {Record<string, string>} */
const WRITTEN = { ci_cd: "CI/CD", devops: "DevOps", javascript: "JavaScript", sql: "SQL" };

/** `Web platform` for `web_platform`. @param {string} name a kind or topic in the question bank */
export function topic(name) {
  return WRITTEN[name] ?? name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");
}

/** `10:42`, in the user's time zone. @param {string | number | Date} moment */
export function clockTime(moment) {
  return TIME.format(new Date(moment));
}

/** `3 Nov 2026, 10:42`. @param {string | number | Date} moment */
export function dateTime(moment) {
  const date = new Date(moment);
  return `${DATE.format(date)}, ${TIME.format(date)}`;
}

/** `3 Nov 2026`. @param {string | number | Date} moment */
export function date(moment) {
  return DATE.format(new Date(moment));
}

/** `12,345`, or `7.5`: at most two decimals. @param {number} value */
export function number(value) {
  return NUMBER.format(value);
}

/** `83 %` for a share from 0 to 1; a dash for none. @param {number | null | undefined} share */
export function percent(share) {
  return share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`;
}
