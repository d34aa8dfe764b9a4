// @ts-check
/**
 * Types for the shapes of docs/api.md that a front end uses. Times are RFC 3339 in UTC, durations are in seconds, and
 * positions count from 0. result-types.js and analytics-types.js have those of results and statistics.
 */

// Responses --------------------------------------------------------------------------------------

/**
 * @typedef {object} Session one candidate's run
 * @property {string} id
 * @property {"timed" | "practice" | "conversation"} mode
 * @property {string | null} interview_id
 * @property {string} title
 * @property {"in_progress" | "completed" | "cancelled" | "abandoned"} status
 * @property {number} position
 * @property {number} question_count
 * @property {(number | null)[]} time_limits one per question; null where there is no time limit
 * @property {number} extra_time_percent
 * @property {string} started_at
 * @property {string} resume_until
 * @property {string | null} completed_at
 * @property {string | null} closed_reason
 * @property {Practice | null} practice set for practice sessions only
 */

/**
 * @typedef {object} Practice the choices of a practice session; null means any
 * @property {string} interview_type
 * @property {string | null} domain
 * @property {string | null} difficulty
 */

/**
 * @typedef {object} Option
 * @property {string} id of the answer
 * @property {string} text
 */

/**
 * @typedef {object} Question the open question
 * @property {number} position
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {string} prompt
 * @property {Option[] | null} options set for `mcq` only
 * @property {number} points
 * @property {number | null} time_limit_seconds
 * @property {string} served_at
 * @property {string | null} deadline_at null without a time limit
 * @property {number} grace_seconds an answer is accepted this long after the deadline
 * @property {number | null} remaining_seconds
 * @property {string | null} draft the server's draft of the answer
 * @property {TimeCredit[]} time_credits what the question has besides its limit; `deadline_at` includes it
 */

/**
 * @typedef {object} TimeCredit
 * @property {"extra_time" | "accommodation" | "outage" | "break"} kind
 * @property {number} seconds
 * @property {string} reason
 * @property {string} at
 */

/**
 * @typedef {object} Break between two questions; the clock of the next one starts at `until` at the latest
 * @property {string} until
 * @property {number} remaining_seconds
 */

/**
 * @typedef {object} Lease one tab's hold on a session
 * @property {string} client_id
 * @property {number} number sent with every call that changes something
 * @property {string} expires_at
 * @property {number} heartbeat_seconds
 * @property {number} draft_seconds
 */

/**
 * @typedef {object} Receipt proof that a text is stored
 * @property {string} answer_id
 * @property {string} received_at
 * @property {string} sha256 of the text in UTF-8
 * @property {number} late_by_seconds
 * @property {string | null} previous SHA-256 of the receipt before it in the session
 */

/**
 * @typedef {object} SpokenText
 * @property {string} text
 * @property {number} duration_seconds
 * @property {string} received_at
 */

/**
 * @typedef {object} Answer the candidate's own answer, without a score
 * @property {number} position
 * @property {string} answer
 * @property {"submitted" | "draft" | "expired" | "skipped"} source
 * @property {Receipt} receipt
 * @property {SpokenText | null} transcription
 */

/**
 * @typedef {object} ConversationView the state of a conversation
 * @property {string | null} topic
 * @property {"greeting" | "exploring" | "closing" | "done"} state
 * @property {Record<string, any> | null} profile the interviewer's notes; null if the interview does not show results
 * @property {number} last_seq
 * @property {number} messages_left
 * @property {string | null} unanswered `message_id` of the last message if it has no reply
 * @property {"ready" | "pending" | "none"} reply_status
 * @property {string | null} draft
 * @property {string | null} draft_saved_at
 */

/**
 * @typedef {object} SessionState the state of a session
 * @property {Session} session
 * @property {Question | null} question null once the session is over, on a break, and for callers without the lease
 * @property {Break | null} break
 * @property {number} break_seconds_left what the session may still spend on breaks, without this one
 * @property {Lease | null} lease null for callers who do not hold it
 * @property {ConversationView | null} conversation
 * @property {string} server_time
 * @property {import("./session/seal.js").SealingKey | null} sealed_file_key the public key for files with unsent answers
 */
/**
 * @typedef {object} WithAnswers the field that a session view adds to the state
 * @property {Answer[]} answers the candidate's own
 */
/** @typedef {SessionState & WithAnswers} SessionView */

/**
 * @typedef {SessionView & {replayed: boolean}} Started `replayed`: an earlier call had already started this
 *   `session_id`
 */
/**
 * @typedef {SessionView & {expired: number[]}} Resumed `expired`: positions whose time ran out while the candidate was
 *   away
 */

/**
 * @typedef {object} Submission the fields that a submit adds to the state
 * @property {Receipt | null} receipt null if a late text was empty, or too many are already stored
 * @property {boolean} accepted
 * @property {boolean} replayed
 * @property {boolean} late
 * @property {boolean} completed
 * @property {boolean} is_answer is the text the stored answer of its question?
 * @property {boolean | null} [kept] with `late`: is the text stored?
 */
/** @typedef {SessionState & Submission} Submitted */

/**
 * @typedef {object} Beaten the response to a heartbeat
 * @property {Lease} lease
 * @property {number} position
 * @property {Session["status"]} status
 * @property {string | null} deadline_at
 * @property {number | null} remaining_seconds
 * @property {string | null} draft_saved_at
 * @property {number} extra_time_percent
 * @property {TimeCredit[]} time_credits of the current question
 * @property {string} server_time
 */

/**
 * @typedef {object} Resumable what a welcome-back dialog shows about a session
 * @property {number | null} question_number counts from 1; null in a conversation
 * @property {number | null} time_remaining_seconds
 * @property {boolean} time_expired
 * @property {boolean} live_elsewhere
 * @property {boolean} can_start_over
 * @property {Break | null} break
 */
/** @typedef {Session & Resumable & {server_time?: string}} ActiveSession also in `fields.session` of a `session_in_progress` */

/**
 * @typedef {object} Uploaded how many texts of a sealed file are stored, now or before; `open` ones can still be submitted
 * @property {string} session_id
 * @property {number} stored
 * @property {number} already_stored
 * @property {number} accepted
 * @property {number} open
 * @property {string} server_time
 */

/**
 * @typedef {object} Cleared
 * @property {boolean} cleared
 * @property {Session | null} session
 * @property {string} server_time
 */

// Requests ---------------------------------------------------------------------------------------

/**
 * @typedef {object} StartBody with exactly one of `interview_id`, `practice` and `conversation`
 * @property {string} client_id
 * @property {string} [interview_id]
 * @property {PracticeChoice} [practice]
 * @property {ConversationChoice} [conversation]
 * @property {string} [session_id] generated by the client; makes the call safe to repeat
 * @property {boolean} [start_over] abandon the live session first
 */

/**
 * @typedef {object} PracticeChoice `interview_type` and `question_count`, or a `template_id` alone
 * @property {string} [interview_type]
 * @property {string | null} [domain]
 * @property {"easy" | "medium" | "hard" | null} [difficulty]
 * @property {number} [question_count] 1 to 50
 * @property {boolean} [time_limits] false: no time limits
 * @property {string} [template_id]
 */

/**
 * @typedef {object} ConversationChoice one of the two, or both
 * @property {string} [interview_id]
 * @property {string} [topic]
 */

/**
 * @typedef {object} ResumeBody
 * @property {string} client_id
 * @property {string} [session_id] default: the session that `activeSession` returns
 * @property {boolean} [takeover] take the session from a live tab or device
 */

/**
 * @typedef {object} SubmitBody
 * @property {string} session_id
 * @property {number} position
 * @property {number} lease
 * @property {string} answer text, or the `id` of an option
 * @property {boolean} [time_expired]
 * @property {string} [client_submitted_at]
 * @property {Transcription} [transcription]
 * @property {boolean} [serve_next] false: take a break before the next question
 */

/**
 * @typedef {object} Transcription a spoken answer as text
 * @property {string} text
 * @property {number} duration_seconds
 */

/**
 * @typedef {object} HeartbeatBody
 * @property {string} session_id
 * @property {number} lease
 * @property {Draft} [draft]
 */

/**
 * @typedef {object} Draft
 * @property {number} position
 * @property {string} text
 */

/**
 * @typedef {object} FinishBody
 * @property {string} session_id
 * @property {number} lease
 * @property {"completed" | "cancelled"} outcome
 */

/**
 * @typedef {object} SessionsQuery
 * @property {string | null} [interview_id] all sessions of this interview, for members of its organization
 * @property {string | null} [cursor] `next_cursor` of the previous page
 * @property {number | null} [limit]
 * @property {string | null} [status]
 * @property {string | null} [mode]
 * @property {string | null} [interview_type]
 * @property {string | null} [domain]
 * @property {string | null} [q] of an interview's candidates: a part of a name or an address
 * @property {string | null} [sort] `started_at`, `-started_at`, `name`, `score` or `-score`
 * @property {string | null} [flag] a flag of the rows, or `needs_person`
 * @property {string | null} [decision] `advance`, `hold`, `reject` or `none`
 * @property {string | null} [state] `invited`, `opened`, `expired`, or a session's status
 */

// Notices of an interview ------------------------------------------------------------------------

/** @typedef {{session: string, position: number}} About the session's id and the question of the text concerned */
/** @typedef {About & {kind: "late", seconds: number}} LateNotice arrived too late; stored for the reviewers */
/** @typedef {About & {kind: "kept", code: string}} KeptNotice not the answer; stored for the reviewers */
/** @typedef {About & {kind: "not-kept", text: string, code: string}} NotKeptNotice stored on this device only */
/**
 * @typedef {About & {kind: "cut", text: string}} CutNotice too long: the beginning was submitted; `text` is the whole
 */
/**
 * Another text on this device for the open question, which the field does not show; `useInstead(notice)` puts it there.
 * @typedef {About & {kind: "other-text", text: string, entry?: import("./storage/device-store.js").Entry | null}} OtherTextNotice
 */
/** @typedef {{kind: "expired", positions: number[]}} ExpiredNotice their time ran out while the candidate was away */
/** @typedef {{kind: "extra-time", percent: number}} ExtraTimeNotice total extra time, from the open question on */
/**
 * Time that the open question got while its clock ran; `outage`: the service gives back what an outage took.
 * @typedef {{kind: "time-credited", position: number, seconds: number, reason: string, outage: boolean}} TimeCreditedNotice
 */
/** @typedef {{kind: "too-fast", seconds: number}} TooFastNotice sent automatically once the minimum time has passed */
/**
 * @typedef {{kind: "problem", problem: import("./http/problems.js").Problem}} ProblemNotice a refusal that cannot be
 *   resolved here; show its `detail`
 */
/**
 * @typedef {LateNotice | KeptNotice | NotKeptNotice | CutNotice | OtherTextNotice | ExpiredNotice | ExtraTimeNotice | TooFastNotice
 *   | TimeCreditedNotice | ProblemNotice} Notice
 */

export {};
