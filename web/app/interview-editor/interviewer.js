// @ts-check
/** The instructions and the agenda of a conversation's interviewer. */
import { clearFaults, field, showFault, textArea } from "../authoring/fields.js";
import { h } from "../ui/dom.js";
import { CriteriaForm } from "./criteria.js";

/** @import { Instructions } from "../authoring/interview-rows.js" */

const TEXTS = {
  title: "The interviewer",
  agenda: "Agenda, one item a line",
  agendaHint:
    "Topics and questions that the interviewer may show to the candidate. Text in quotation marks is asked word for word.",
  instructions: "Instructions",
  instructionsHint:
    "How to lead the interview: what matters, where to go deeper, when to end. The candidate never sees them.",
  faults: {
    agenda: "Write at most 20 items of up to 500 characters.",
    instructions: "Enter up to 8,000 characters.",
  },
};

export class InterviewerForm {
  /** @param {Instructions} instructions @param {boolean} locked only to look at */
  constructor({ instructions, agenda, criteria }, locked) {
    this._criteria = new CriteriaForm(criteria);
    this._agenda = textArea("agenda", agenda.join("\n"), { rows: "6" });
    this._instructions = textArea("instructions", instructions ?? "", { rows: "6" });
    this.element = h(
      "section",
      { class: "card", "aria-labelledby": "interviewer-title" },
      h("h2", { id: "interviewer-title" }, TEXTS.title),
      h(
        "fieldset",
        { class: "stack", disabled: locked },
        field(TEXTS.agenda, this._agenda, TEXTS.agendaHint),
        field(TEXTS.instructions, this._instructions, TEXTS.instructionsHint),
        this._criteria.element,
      ),
    );
  }

  /** @returns {Instructions} */
  value() {
    const items = this._agenda.value.split("\n").map((line) => line.trim());
    return {
      agenda: items.filter(Boolean),
      instructions: this._instructions.value.trim() || null,
      criteria: this._criteria.value(),
    };
  }

  /** Mark what cannot be saved as it is. Returns whether there is anything. */
  showFaults() {
    const { agenda, instructions } = this.value();
    clearFaults(this.element);
    const long = agenda.length > 20 || agenda.some((item) => item.length > 500);
    if (long) showFault(this._agenda, TEXTS.faults.agenda);
    if ((instructions ?? "").length > 8000) showFault(this._instructions, TEXTS.faults.instructions);
    this._criteria.showFaults();
    const first = this.element.querySelector("[aria-invalid]");
    if (first instanceof HTMLElement) first.focus();
    return first !== null;
  }
}
