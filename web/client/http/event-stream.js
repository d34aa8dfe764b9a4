// @ts-check
/** Parses `text/event-stream` as specified: any line endings, in chunks of any size. */

/**
 * The events as they arrive. An incomplete last event is dropped.
 * @param {Response} response
 * @returns {AsyncGenerator<{name: string, data: any}>} `data` is the event's parsed JSON
 */
export async function* eventsOf(response) {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  /** @type {string[]} */
  let block = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      held += value;
      // A carriage return at the end of a chunk may be the first half of CRLF.
      const lines = held.split(/\r\n|\n|\r(?!$)/);
      held = lines.pop() ?? "";
      for (const line of lines) {
        if (line) block.push(line);
        else {
          const event = eventOf(block);
          block = [];
          if (event) yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {string[]} lines @returns {{name: string, data: any} | null} */
function eventOf(lines) {
  const fields = lines.map((line) => /** @type {RegExpExecArray} */ (/^([^:]*):? ?(.*)$/s.exec(line)).slice(1));
  const named = (/** @type {string} */ wanted) => fields.filter(([name]) => name === wanted).map(([, value]) => value);
  const data = named("data");
  return data.length ? { name: named("event").at(-1) ?? "message", data: JSON.parse(data.join("\n")) } : null;
}
