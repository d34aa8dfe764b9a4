// @ts-check
/**
 * Types for results and conversations, as docs/api.md describes them; types.js has those of sessions. Times are RFC 3339
 * in UTC, durations are in seconds, and positions count from 0. Feedback, keys, profiles and details of events are JSON
 * that passes through.
 */

// Conversations ------------------------------------------------------------------------------------

/**
 * @typedef {object} Message one message; `source` is its author, `script` for a fixed text
 * @property {number} seq
 * @property {string} message_id
 * @property {"candidate" | "interviewer"} role
 * @property {string} content
 * @property {"candidate" | "script" | "model"} source
 * @property {number | null} replies_to_seq
 * @property {string} sha256
 * @property {string} created_at
 */

/**
 * @typedef {object} MessageResponse the stored message and its reply; with `pending`, send the same message again to ask
 *   for the reply
 * @property {import("./types.js").Session} session
 * @property {import("./types.js").Lease | null} lease
 * @property {Message} message
 * @property {Message | null} reply
 * @property {"ready" | "pending" | "none"} reply_status
 * @property {"greeting" | "exploring" | "closing" | "done"} state
 * @property {Record<string, any> | null} profile
 * @property {number} last_seq
 * @property {boolean} replayed
 * @property {number | null} retry_after_seconds
 * @property {string} server_time
 */

/**
 * @typedef {object} LateMessage a message or draft that was not accepted into the transcript
 * @property {string} id
 * @property {string | null} message_id
 * @property {string} content
 * @property {"lease_lost" | "session_closed" | "message_id_taken" | "late_draft"} reason
 * @property {string} sha256
 * @property {string} received_at
 */

/**
 * @typedef {object} ConversationResults the last three fields are for reviewers only
 * @property {string | null} topic
 * @property {"greeting" | "exploring" | "closing" | "done"} state
 * @property {Record<string, any> | null} profile
 * @property {number} messages
 * @property {number} candidate_messages
 * @property {Assessment | CandidateAssessment | null} assessment
 * @property {string | null} [instructions]
 * @property {string[] | null} [agenda]
 * @property {LateMessage[] | null} [late_messages]
 */

/**
 * @typedef {object} Quote a passage that occurs verbatim in a message of the candidate
 * @property {string} message_id
 * @property {number} seq
 * @property {string} quote
 */

/**
 * @typedef {object} AssessedCriterion `score` counts; `machine_score` is the model's, or what it proposes
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {number} points
 * @property {number | null} score
 * @property {number | null} machine_score
 * @property {boolean} reviewed
 * @property {Quote[]} evidence
 * @property {string | null} comment
 */

/**
 * @typedef {object} Assessment how a conversation was assessed, for reviewers
 * @property {number | null} score
 * @property {number} max_score
 * @property {boolean} reviewed
 * @property {AssessedCriterion[]} criteria
 * @property {Evaluation} evaluation
 * @property {EarlierEvaluation[]} history
 */

/**
 * @typedef {object} ShownCriterion the title and score of a criterion
 * @property {string} title
 * @property {number} points
 * @property {number | null} score
 */

/**
 * @typedef {object} CandidateAssessment more than the status only with `assessed`
 * @property {"grading" | "assessed" | "too_short" | "not_assessed" | "hidden"} status
 * @property {number | null} [score]
 * @property {number | null} [max_score]
 * @property {boolean | null} [reviewed]
 * @property {ShownCriterion[] | null} [criteria]
 * @property {Record<string, any> | null} [feedback]
 */

// Results ------------------------------------------------------------------------------------------

/**
 * @typedef {object} CandidateCounts grading progress
 * @property {number} total
 * @property {number} graded
 */

/**
 * @typedef {object} GradingCounts grading progress; `open` answers are queued or running
 * @property {number} total
 * @property {number} graded
 * @property {number} open
 * @property {number} needs_review
 * @property {number} failed
 */

/**
 * @typedef {object} Result scores are points with two decimals; null has not been given yet and never means 0
 * @property {number | null} total
 * @property {number} maximum
 * @property {number | null} percentage
 * @property {boolean} all_graded
 * @property {number} waiting_points of answers without a score, which the total lacks
 * @property {string | null} note
 * @property {string | null} summary
 * @property {string[]} strengths
 * @property {string[]} improvements
 * @property {"Strong Hire" | "Hire" | "Maybe" | "No Hire" | null} recommendation
 * @property {true} advisory
 * @property {"plain" | "model" | null} [grader]
 */

/**
 * @typedef {object} ReadNext what to read next about a question
 * @property {string} title
 * @property {string} url
 */

/**
 * @typedef {object} Solution what a practice run teaches about a question once the run is over
 * @property {string | null} correct_option
 * @property {string | null} sample_solution
 * @property {Record<string, any>[]} criteria
 * @property {string | null} explanation
 * @property {ReadNext[]} sources
 */

/**
 * @typedef {object} CandidateAnswer scores only if the interview shows them; `solution` only in a practice run that is over, null without a key
 * @property {number} position
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {string} prompt
 * @property {import("./types.js").Option[] | null} options
 * @property {string | null} answer
 * @property {"submitted" | "draft" | "expired" | "skipped" | null} source
 * @property {import("./types.js").SpokenText | null} transcription
 * @property {number} max_score
 * @property {number | null} [score]
 * @property {"key" | "none" | "keywords" | "keywords+model" | "model" | null} [grader]
 * @property {boolean | null} [provisional]
 * @property {boolean | null} [reviewed]
 * @property {Record<string, any> | null} [feedback]
 * @property {Solution | null} [solution]
 */

/**
 * @typedef {object} OwnDecision what people decided about the candidate, if the interview shows it
 * @property {"advance" | "hold" | "reject"} decision
 * @property {string} decided_at
 */

/**
 * @typedef {object} CandidateResults a candidate's own result, as far as the interview allows
 * @property {"candidate"} view
 * @property {"in_progress" | "closed" | "grading" | "ready" | "failed" | "hidden"} status
 * @property {import("./types.js").Session} session
 * @property {CandidateCounts} counts
 * @property {OwnDecision | null} decision
 * @property {Result | null} result
 * @property {CandidateAnswer[]} answers
 * @property {ConversationResults | null} [conversation]
 * @property {string} server_time
 */

/**
 * @typedef {object} Evaluation how an answer was graded, with both the machine's and the person's score
 * @property {"queued" | "running" | "done" | "failed" | "needs_review"} status
 * @property {number} attempts
 * @property {number} max_attempts
 * @property {"key" | "none" | "keywords" | "keywords+model" | "model" | null} grader
 * @property {boolean} provisional
 * @property {string | null} model
 * @property {string | null} prompt_version
 * @property {number | null} input_tokens
 * @property {number | null} output_tokens
 * @property {number | null} latency_ms
 * @property {number | null} machine_score
 * @property {number | null} overridden_score
 * @property {string | null} overridden_by
 * @property {string | null} override_reason
 * @property {Record<string, any>} feedback
 * @property {string[]} flags
 * @property {string | null} error
 * @property {string | null} late_answer_id
 * @property {string | null} finished_at
 */

/**
 * @typedef {object} EarlierEvaluation the state of an evaluation before it was replaced
 * @property {string} replaced_at
 * @property {string | null} actor
 * @property {string} reason
 * @property {"queued" | "running" | "done" | "failed" | "needs_review"} status
 * @property {number | null} score
 * @property {number | null} overridden_score
 * @property {"key" | "none" | "keywords" | "keywords+model" | "model" | null} grader
 * @property {string | null} model
 * @property {string | null} prompt_version
 */

/**
 * @typedef {object} ReviewedAnswer one question of a session, with its key as of the start
 * @property {number} position
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {string} prompt
 * @property {import("./types.js").Option[] | null} options
 * @property {number} points
 * @property {number | null} time_limit_seconds
 * @property {string | null} served_at
 * @property {string | null} deadline_at
 * @property {string | null} closed_at
 * @property {string | null} answer_id
 * @property {string | null} answer
 * @property {"submitted" | "draft" | "expired" | "skipped" | null} source
 * @property {string | null} received_at
 * @property {string | null} sha256
 * @property {import("./types.js").SpokenText | null} transcription
 * @property {Record<string, any> | null} key
 * @property {number | null} score
 * @property {number} max_score
 * @property {"key" | "none" | "keywords" | "keywords+model" | "model" | null} grader
 * @property {boolean | null} provisional
 * @property {Evaluation | null} evaluation
 * @property {EarlierEvaluation[]} history
 */

/**
 * @typedef {object} LateText a late text; a reviewer may have it graded
 * @property {string} id
 * @property {number} position
 * @property {string} answer
 * @property {string} reason
 * @property {string} received_at
 * @property {number} late_by_seconds
 * @property {string} sha256
 * @property {string | null} accepted_at
 * @property {string | null} uploaded_by who uploaded it, if it came in a sealed file
 * @property {string | null} client_submitted_at when it was written by the device's clock, if it came in a sealed file
 * @property {import("./types.js").SpokenText | null} transcription
 */

/**
 * @typedef {object} AuditEvent one line of the audit trail; without an actor, the event was triggered by time; the same
 *   happened `repeats` times again, last at `last_at`
 * @property {number} id
 * @property {string} at
 * @property {string | null} actor
 * @property {string} event
 * @property {Record<string, any>} detail
 * @property {number} repeats
 * @property {string | null} last_at
 */

/**
 * @typedef {object} EventsPage events, oldest first; `events_next` asks for older ones, null if there are none
 * @property {AuditEvent[]} events
 * @property {number | null} events_next
 * @property {string} server_time
 */

/**
 * @typedef {object} Candidate
 * @property {string} user_id
 * @property {string | null} email
 * @property {string | null} name
 */

/**
 * @typedef {object} LedgerEntry one row of the time ledger: seconds for one question, or a percentage for all; without an
 *   actor it is the service's
 * @property {string} id
 * @property {number | null} position
 * @property {"extra_time" | "accommodation" | "outage" | "break"} kind
 * @property {number | null} percent
 * @property {number | null} seconds
 * @property {string} reason
 * @property {string | null} actor
 * @property {string} at
 * @property {string | null} outage_id
 * @property {string | null} revoked_at
 * @property {string | null} revoked_by
 * @property {string | null} revoke_reason
 * @property {number | null} revoked_seconds
 */

/**
 * @typedef {object} Decision what a person decided; `decided_by` is null if their account was deleted
 * @property {"advance" | "hold" | "reject"} decision
 * @property {string | null} reason
 * @property {Candidate | null} decided_by
 * @property {string} decided_at
 */

/**
 * @typedef {object} ReviewComment a comment about a session, or about the question at `position`
 * @property {number} id
 * @property {number | null} position
 * @property {string} text
 * @property {Candidate | null} author
 * @property {string} created_at
 */

/**
 * @typedef {object} RatingView a rating from 1 to 4, of a question or of a criterion
 * @property {number | null} [position]
 * @property {string | null} [criterion]
 * @property {number} rating
 * @property {string | null} [note]
 */

/**
 * @typedef {object} EarlierScorecard a scorecard before its reviewer changed it
 * @property {"Strong Hire" | "Hire" | "Maybe" | "No Hire"} recommendation
 * @property {RatingView[]} ratings
 * @property {string} note
 * @property {string} created_at
 */

/**
 * @typedef {object} ScorecardFields how a member rates a session
 * @property {number} id
 * @property {Candidate | null} reviewer
 * @property {EarlierScorecard[]} earlier the newest 3, the newest first
 */
/** @typedef {EarlierScorecard & ScorecardFields} Scorecard */

/**
 * @typedef {object} SecondReview a request for another review; without a reviewer, any member may do it
 * @property {Candidate | null} reviewer
 * @property {string} note
 * @property {Candidate | null} asked_by
 * @property {string} asked_at
 * @property {boolean} done
 */

/**
 * @typedef {object} Reviews what people wrote about a session; while hidden, only what the reader wrote
 * @property {Decision | null} decision
 * @property {Decision[]} decisions
 * @property {ReviewComment[]} comments
 * @property {Scorecard[]} scorecards
 * @property {SecondReview[]} second_reviews
 * @property {boolean} reviews_hidden
 * @property {number} scorecards_hidden
 */

/**
 * @typedef {object} ReviewerResultsFields everything about a session, for a member of its organization
 * @property {"reviewer"} view
 * @property {"in_progress" | "closed" | "grading" | "ready" | "failed"} status
 * @property {import("./types.js").Session} session
 * @property {Candidate} candidate
 * @property {GradingCounts} counts
 * @property {Result | null} result
 * @property {ReviewedAnswer[]} answers
 * @property {LateText[]} late_answers
 * @property {number} late_answers_left_out
 * @property {LedgerEntry[]} time_credits
 * @property {AuditEvent[]} events
 * @property {number | null} events_next
 * @property {ConversationResults | null} [conversation]
 * @property {string} server_time
 */
/** @typedef {Reviews & ReviewerResultsFields} ReviewerResults */

/**
 * @typedef {object} ResultLineFields the result of one session in a reviewer's list; `flags` say what a person should
 *   look at
 * @property {Candidate} candidate
 * @property {"in_progress" | "closed" | "grading" | "ready" | "failed"} results_status
 * @property {number | null} score
 * @property {number | null} maximum
 * @property {number | null} percentage
 * @property {boolean} all_graded
 * @property {"Strong Hire" | "Hire" | "Maybe" | "No Hire" | null} recommendation
 * @property {string[]} flags
 * @property {number} waiting_points
 * @property {"in_progress" | "completed" | "cancelled" | "abandoned"} state
 * @property {boolean} live whether the candidate answers now
 * @property {Decision | null} decision
 * @property {boolean} reviews_hidden
 * @property {number} comments
 * @property {number} scorecards
 * @property {null} invited_at
 */
/** @typedef {import("./types.js").Session & ResultLineFields} ResultLine */

/**
 * @typedef {object} Invitee only the address of somebody without an account is known
 * @property {string | null} user_id
 * @property {string | null} email
 * @property {string | null} name
 */

/**
 * @typedef {object} InvitedLine somebody in a reviewer's list who has not started: the members of a session's row are
 *   null
 * @property {null} id
 * @property {string | null} invitation_id
 * @property {"invited" | "opened" | "expired"} state
 * @property {null} status
 * @property {string} invited_at
 * @property {Invitee} candidate
 * @property {string[]} flags empty
 * @property {false} live
 * @property {null} mode
 * @property {null} interview_id
 * @property {null} title
 * @property {null} position
 * @property {null} question_count
 * @property {null} time_limits
 * @property {null} started_at
 * @property {null} resume_until
 * @property {null} completed_at
 * @property {null} closed_reason
 * @property {null} extra_time_percent
 * @property {null} practice
 * @property {null} results_status
 * @property {null} score
 * @property {null} maximum
 * @property {null} percentage
 * @property {null} all_graded
 * @property {null} waiting_points
 * @property {null} recommendation
 * @property {null} decision
 * @property {null} reviews_hidden
 * @property {null} comments
 * @property {null} scorecards
 */

/**
 * @typedef {object} ReviewedSession
 * @property {string} session_id
 * @property {Candidate} candidate
 */

/**
 * @typedef {object} SkippedSession the candidate is null for an unknown session
 * @property {string} session_id
 * @property {Candidate | null} candidate
 * @property {"not_found" | "own_session" | "busy" | "session_in_progress" | "session_closed" | "has_more_time" | "unchanged" | "limit_reached"} reason
 */

/**
 * @typedef {object} ReviewedMany whom an action on many concerned; if not `done`, repeat it with `remaining`
 * @property {boolean} dry_run
 * @property {"decide" | "extend_time"} action
 * @property {ReviewedSession[]} sessions
 * @property {SkippedSession[]} skipped
 * @property {string[]} remaining
 * @property {boolean} done
 * @property {string} server_time
 */

/**
 * @typedef {object} InterviewWarning a question of an interview that anybody can practise: a public one, or one with
 *   the same prompt
 * @property {"public_question" | "copied_question"} code
 * @property {number} position
 * @property {string} question_id
 */

/**
 * @typedef {object} RegradeSkipped the caller's own sessions, and questions that do not offer their new correct option
 * @property {number} own_sessions
 * @property {number} questions
 */

/**
 * @typedef {object} RegradedAnswer from `score` to `new_score`; both null if there is none
 * @property {string} session_id
 * @property {Candidate} candidate
 * @property {number} position
 * @property {number | null} score
 * @property {boolean} given_by_a_person the score of a person, which moves to the history
 * @property {"done" | "queued" | "needs_review"} new_status
 * @property {number | null} new_score
 * @property {number | null} score_by_keywords in a dry run: what a search for the new keywords gives
 */

/**
 * @typedef {object} Regraded if not `done`, repeat the request with `next_cursor` as `cursor`
 * @property {number} sessions
 * @property {number} answers
 * @property {boolean} dry_run
 * @property {RegradedAnswer[]} changes
 * @property {number} unchanged sessions that have today's keys
 * @property {RegradeSkipped} skipped
 * @property {boolean} done
 * @property {string | null} next_cursor
 * @property {string} server_time
 */

/** @typedef {CandidateResults | ReviewerResults} Results `view` says whose view it is */

export {};
