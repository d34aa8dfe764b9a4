// @ts-check
/**
 * The shapes of docs/api.md that a front end meets, as types. Times are RFC 3339 in UTC, durations seconds, positions count from 0.
 * Results and numbers are not among them: they are `any`, and described there.
 */

// What the server says ---------------------------------------------------------------------------

/**
 * @typedef {object} Session one candidate's run
 * @property {string} id
 * @property {"timed" | "practice" | "conversation"} mode
 * @property {string | null} interview_id
 * @property {string} title
 * @property {"in_progress" | "completed" | "cancelled" | "abandoned"} status
 * @property {number} position
 * @property {number} question_count
 * @property {(number | null)[]} time_limits one a question; null where no clock runs
 * @property {number} extra_time_percent
 * @property {string} started_at
 * @property {string} resume_until
 * @property {string | null} completed_at
 * @property {string | null} closed_reason
 * @property {Practice | null} practice of a practice run only
 */

/**
 * @typedef {object} Practice what a practice run asked for; null is any
 * @property {string} interview_type
 * @property {string | null} domain
 * @property {string | null} difficulty
 */

/**
 * @typedef {object} Option
 * @property {string} id the answer
 * @property {string} text
 */

/**
 * @typedef {object} Question the one that is open
 * @property {number} position
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {string} prompt
 * @property {Option[] | null} options of an `mcq` only
 * @property {number} points
 * @property {number | null} time_limit_seconds
 * @property {string} served_at
 * @property {string | null} deadline_at null when no clock runs
 * @property {number} grace_seconds so long after its end an answer still counts
 * @property {number | null} remaining_seconds
 * @property {string | null} draft what the server has of an answer so far
 */

/**
 * @typedef {object} Lease the hold of one tab on a session
 * @property {string} client_id
 * @property {number} number goes with every call that changes something
 * @property {string} expires_at
 * @property {number} heartbeat_seconds
 * @property {number} draft_seconds
 */

/**
 * @typedef {object} Receipt says that a text is stored
 * @property {string} answer_id
 * @property {string} received_at
 * @property {string} sha256 of the text in UTF-8
 * @property {number} late_by_seconds
 */

/**
 * @typedef {object} SpokenText
 * @property {string} text
 * @property {number} duration_seconds
 * @property {string} received_at
 */

/**
 * @typedef {object} Answer the candidate's own, without a score
 * @property {number} position
 * @property {string} answer
 * @property {"submitted" | "draft" | "expired" | "skipped"} source
 * @property {Receipt} receipt
 * @property {SpokenText | null} transcription
 */

/**
 * @typedef {object} ConversationView where a conversation stands
 * @property {string | null} topic
 * @property {"greeting" | "exploring" | "closing" | "done"} state
 * @property {Record<string, any>} profile the interviewer's notes
 * @property {number} last_seq
 * @property {number} messages_left
 * @property {string | null} unanswered the `message_id` of the last message if it has no reply
 * @property {"ready" | "pending" | "none"} reply_status
 * @property {string | null} draft
 * @property {string | null} draft_saved_at
 */

/**
 * @typedef {object} SessionView where a session stands
 * @property {Session} session
 * @property {Question | null} question null once the session is over, and for a caller without the lease
 * @property {Lease | null} lease null for a caller who does not hold it
 * @property {Answer[]} answers
 * @property {ConversationView | null} conversation
 * @property {string} server_time
 */

/** @typedef {SessionView & {replayed: boolean}} Started `replayed`: this `session_id` had begun it before */
/** @typedef {SessionView & {expired: number[]}} Resumed `expired`: positions whose time ran out while nobody was there */

/**
 * @typedef {object} Submission what a submit adds to the view
 * @property {Receipt | null} receipt null when a late text was empty, or too many are kept already
 * @property {boolean} accepted
 * @property {boolean} replayed
 * @property {boolean} late
 * @property {boolean} completed
 * @property {boolean | null} [kept] with `late`: is the text safe?
 */
/** @typedef {SessionView & Submission} Submitted */

/**
 * @typedef {object} Beaten the answer to a heartbeat
 * @property {Lease} lease
 * @property {number} position
 * @property {Session["status"]} status
 * @property {string | null} deadline_at
 * @property {number | null} remaining_seconds
 * @property {string | null} draft_saved_at
 * @property {number} extra_time_percent
 * @property {string} server_time
 */

/**
 * @typedef {object} Resumable what a welcome-back dialog shows of a session
 * @property {number | null} question_number counts from 1; null in a conversation
 * @property {number | null} time_remaining_seconds
 * @property {boolean} time_expired
 * @property {boolean} live_elsewhere
 * @property {boolean} can_start_over
 */
/** @typedef {Session & Resumable} ActiveSession also in `fields.session` of a `session_in_progress` */

/**
 * @typedef {object} Cleared
 * @property {boolean} cleared
 * @property {Session | null} session
 * @property {string} server_time
 */

// What is sent -----------------------------------------------------------------------------------

/**
 * @typedef {object} StartBody with exactly one of `interview_id`, `practice` and `conversation`
 * @property {string} client_id
 * @property {string} [interview_id]
 * @property {PracticeChoice} [practice]
 * @property {ConversationChoice} [conversation]
 * @property {string} [session_id] minted here; makes the call safe to repeat
 * @property {boolean} [start_over] abandon the session that is in the way
 */

/**
 * @typedef {object} PracticeChoice `interview_type` and `question_count`, or a `template_id` alone
 * @property {string} [interview_type]
 * @property {string | null} [domain]
 * @property {"easy" | "medium" | "hard" | null} [difficulty]
 * @property {number} [question_count] 1 to 50
 * @property {boolean} [time_limits] false: no clock runs
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
 * @property {string} [session_id] without it: the one that `activeSession` names
 * @property {boolean} [takeover] from a tab or device that is live
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
 */

/**
 * @typedef {object} Transcription what was said aloud
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
 * @property {string | null} [interview_id] everybody's sessions of it, for members of its organization
 * @property {string | null} [cursor] `next_cursor` of the page before
 * @property {number | null} [limit]
 * @property {string | null} [status]
 * @property {string | null} [mode]
 * @property {string | null} [interview_type]
 * @property {string | null} [domain]
 */

// What an interview tells the person -------------------------------------------------------------

/** @typedef {{session: string, position: number}} About whose text it is about: the session's id, and the question */
/** @typedef {About & {kind: "late", seconds: number}} LateNotice arrived too late; kept for the reviewers */
/** @typedef {About & {kind: "kept", code: string}} KeptNotice is not the answer; kept for the reviewers */
/** @typedef {About & {kind: "not-kept", text: string, code: string}} NotKeptNotice nobody but this device has it */
/** @typedef {About & {kind: "cut", text: string}} CutNotice too long: the beginning was handed in; here it is whole */
/**
 * Another text of this device for the open question, which is not what the field shows; `useInstead(notice)` puts it there.
 * @typedef {About & {kind: "other-text", text: string, entry?: import("./store.js").Entry | null}} OtherTextNotice
 */
/** @typedef {{kind: "expired", positions: number[]}} ExpiredNotice ran out while nobody was there */
/** @typedef {{kind: "extra-time", percent: number}} ExtraTimeNotice so much in all, from the open question on */
/** @typedef {{kind: "too-fast", seconds: number}} TooFastNotice sent by itself when the shortest time is over */
/** @typedef {{kind: "problem", problem: import("./problems.js").Problem}} ProblemNotice a refusal with no cure here; show its `detail` */
/**
 * @typedef {LateNotice | KeptNotice | NotKeptNotice | CutNotice | OtherTextNotice | ExpiredNotice | ExtraTimeNotice | TooFastNotice
 *   | ProblemNotice} Notice
 */

export {};
