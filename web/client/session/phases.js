// @ts-check
/** The phase of a session in one tab: a function of the phase before and of what happened. */

/**
 * - `idle`: nothing has started, or `stop` was called
 * - `answering`: `question` is open in this tab
 * - `sending`: the answer is stored on the device and in transit; the receipt brings the next question
 * - `resting`: a break before the next question
 * - `moved`: another tab or device holds the session; `text` is what was typed here
 * - `closed`: the session is over
 * @typedef {"idle" | "answering" | "sending" | "resting" | "moved" | "closed"} QuestionPhase
 */

/**
 * - `idle`: nothing is open yet, or `stop` was called
 * - `talking`: the conversation is open in this tab
 * - `moved`: another tab or device holds it; `text` is what was typed here
 * - `closed`: the conversation is over; `unsent` lists texts that never became part of it
 * @typedef {"idle" | "talking" | "moved" | "closed"} MessagePhase
 */

/**
 * - `opened`: the server's view has a question, or a conversation, to write for
 * - `awaited`: the server's view has a question whose answer is in transit from here
 * - `submitted`: the user or the countdown submits the answer
 * - `superseded`: the question is over, according to the server
 * - `rested`: the server's view has a break
 * - `reopened`: the time is not up after all
 * - `moved`: another tab or device holds the session
 * - `closed`: the session is over
 * - `stopped`: `stop` was called
 * @typedef {"opened" | "awaited" | "submitted" | "superseded" | "rested" | "reopened" | "moved" | "closed" | "stopped"} PhaseEvent
 */

/**
 * The phase of a session with questions after an event.
 * @param {QuestionPhase} phase
 * @param {PhaseEvent} event
 * @returns {QuestionPhase}
 */
export function questionPhase(phase, event) {
  switch (event) {
    case "opened":
      return "answering";
    case "awaited":
      return "sending";
    case "submitted":
    case "superseded":
      return phase === "answering" ? "sending" : phase;
    case "rested":
      return "resting";
    case "reopened":
      return phase === "sending" ? "answering" : phase;
    case "moved":
      return phase === "closed" ? "closed" : "moved";
    case "closed":
      return "closed";
    case "stopped":
      return "idle";
  }
}

/**
 * The phase of a conversation after an event.
 * @param {MessagePhase} phase
 * @param {PhaseEvent} event
 * @returns {MessagePhase}
 */
export function messagePhase(phase, event) {
  switch (event) {
    case "opened":
      return "talking";
    case "moved":
      return phase === "closed" ? "closed" : "moved";
    case "closed":
      return "closed";
    case "stopped":
      return "idle";
    default:
      return phase;
  }
}
