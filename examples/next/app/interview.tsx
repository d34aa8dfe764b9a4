"use client";

import type { Reprise } from "@reprise/client";
import { useInterview } from "@reprise/client/react";

// The smallest complete one; examples/react also has breaks, notices and questions that cannot be answered.
export function Interview({ client, interviewId }: { client: Reprise; interviewId: string }) {
  const interview = useInterview(client, { interview_id: interviewId });
  const { phase, question, blockedBy, problem, text } = interview;

  if (phase === "failed") return <p role="alert">{problem?.detail}</p>;
  if (phase === "blocked" || phase === "moved")
    return (
      <section>
        <h1>{blockedBy ? `“${blockedBy.title}” is open` : "This interview is open somewhere else"}</h1>
        <button type="button" onClick={interview.takeOver}>
          Continue here
        </button>
      </section>
    );
  if (phase === "closed") return <h1>Thank you</h1>;
  if (!question) return <p>One moment …</p>;

  const answering = phase === "answering";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        interview.submit();
      }}
    >
      <h1>
        Question {question.position + 1} of {interview.session?.question_count}
      </h1>
      <p id="prompt">{question.prompt}</p>
      {question.options?.map(({ id, text: label }) => (
        <label key={id}>
          <input type="radio" checked={text === id} disabled={!answering} onChange={() => interview.type(id)} /> {label}
        </label>
      )) ?? (
        <textarea
          aria-labelledby="prompt"
          value={text}
          readOnly={!answering}
          onChange={(event) => interview.type(event.target.value)}
        />
      )}
      <button type="submit" disabled={!answering}>
        Send
      </button>
      <p>
        <span id="state">{interview.offline ? "offline" : interview.saved}</span>, {interview.secondsLeft ?? "no"} seconds
        left
      </p>
    </form>
  );
}
