import { answerable, choicesOf, type Notice, type Reprise } from "@reprise/client";
import { useInterview } from "@reprise/client/react";

export function Interview({ client, interviewId }: { client: Reprise; interviewId: string }) {
  const interview = useInterview(client, { interview_id: interviewId });
  const { phase, question, blockedBy, problem, notices } = interview;

  if (phase === "opening") return <p>One moment …</p>;
  if (phase === "failed")
    return (
      <section>
        <p role="alert">{problem?.detail}</p>
        <button type="button" onClick={interview.retry}>
          Try again
        </button>
      </section>
    );
  if (phase === "blocked" || phase === "moved")
    return (
      <section>
        <h1>{blockedBy ? `“${blockedBy.title}” is open` : "This interview is open somewhere else"}</h1>
        <button type="button" onClick={interview.takeOver}>
          Continue here
        </button>
        {blockedBy?.can_start_over && (
          <button type="button" onClick={interview.startOver}>
            Start over, without its answers
          </button>
        )}
      </section>
    );
  if (phase === "closed")
    return (
      <section>
        <h1>Thank you</h1>
        <p>{interview.answers.length} answers have arrived.</p>
      </section>
    );
  if (phase === "resting")
    return (
      <section>
        <h1>Break</h1>
        <button type="button" onClick={interview.endBreak}>
          Continue
        </button>
      </section>
    );
  if (!question) return null;

  const answering = phase === "answering";
  const choices = choicesOf(question.options);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (answerable(question)) interview.submit();
        else interview.skip();
      }}
    >
      <h1>
        Question {question.position + 1} of {interview.session?.question_count}
      </h1>
      <p id="prompt">{question.prompt}</p>
      {question.kind === "mcq" ? (
        choices.map(({ id, text }) => (
          <label key={id}>
            <input
              type="radio"
              name="answer"
              checked={interview.text === id}
              disabled={!answering}
              onChange={() => interview.type(id)}
            />{" "}
            {text}
          </label>
        ))
      ) : (
        <textarea
          aria-labelledby="prompt"
          value={interview.text}
          readOnly={!answering}
          onChange={(event) => interview.type(event.target.value)}
        />
      )}
      <button type="submit" disabled={!answering}>
        Send
      </button>
      <p>
        <span id="state">{interview.signedOut ? "signed out" : interview.offline ? "offline" : interview.saved}</span>,{" "}
        {interview.secondsLeft !== null && <span id="time">{interview.secondsLeft} seconds left</span>}
      </p>
      <ul role="status">
        {notices.map((notice) => (
          <li key={JSON.stringify(notice)}>
            {textOf(notice)}{" "}
            {notice.kind === "other-text" && (
              <button type="button" onClick={() => interview.takeOther(notice)}>
                Use it
              </button>
            )}
            <button type="button" onClick={() => interview.dismiss(notice)}>
              Close
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}

function textOf(notice: Notice): string {
  switch (notice.kind) {
    case "late":
      return `An answer arrived ${notice.seconds} seconds late. The reviewers see it.`;
    case "kept":
      return "A text was stored beside your answers. The reviewers see it.";
    case "not-kept":
      return `This text could not be stored. Copy it: ${notice.text}`;
    case "cut":
      return "Your text was too long. Its beginning was submitted.";
    case "other-text":
      return `You also wrote: ${notice.text}`;
    case "expired":
      return "The time of a question ran out while you were away.";
    case "extra-time":
      return `You have ${notice.percent} % more time.`;
    case "time-credited":
      return `You got ${notice.seconds} seconds more.`;
    case "too-fast":
      return "Your answer is sent in a moment.";
    case "problem":
      return notice.problem.detail;
  }
}
