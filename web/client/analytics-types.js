// @ts-check
/**
 * Types for statistics, as docs/api.md describes them. Durations are in seconds; rates and difficulties are 0 to 1.
 */

/**
 * @typedef {object} ResponseSeconds seconds from serving a question to its submitted answer
 * @property {number} count
 * @property {number | null} average
 * @property {number | null} minimum
 * @property {number | null} maximum
 */

/**
 * @typedef {object} ModeNumbers
 * @property {number} sessions
 * @property {number} completed
 * @property {number | null} average_duration_seconds
 */

/**
 * @typedef {object} PracticeNumbers a null domain is a run over all domains; percentages are of graded runs, 0 to 100
 * @property {string} interview_type
 * @property {string | null} domain
 * @property {number} sessions
 * @property {number} completed
 * @property {number} completion_rate
 * @property {number | null} average_duration_seconds
 * @property {number | null} average_percentage
 * @property {ResponseSeconds} response_seconds
 */

/**
 * @typedef {object} CandidateAnalytics statistics of the caller's own history
 * @property {number} sessions
 * @property {number} completed
 * @property {number | null} completion_rate
 * @property {number | null} average_duration_seconds
 * @property {ResponseSeconds} response_seconds
 * @property {Record<"timed" | "practice" | "conversation", ModeNumbers>} by_mode
 * @property {PracticeNumbers[]} by_type
 * @property {string} server_time
 */

/**
 * @typedef {object} Funnel `reached` counts sessions per position
 * @property {number} invited
 * @property {number} started
 * @property {number} in_progress
 * @property {number} completed
 * @property {number} cancelled
 * @property {number} abandoned
 * @property {Record<string, number>} reached
 */

/**
 * @typedef {object} DurationSeconds of completed sessions
 * @property {number | null} average
 * @property {number | null} p50
 * @property {number | null} p90
 */

/**
 * @typedef {object} Percentages of graded sessions, 0 to 100
 * @property {number | null} average
 * @property {number | null} p50
 */

/**
 * @typedef {object} QuestionNumbers `difficulty` is the average share of the points, 1 is easy; `discrimination` is the
 *   correlation with the rest of the session
 * @property {number} position the first at which a session asked it
 * @property {string | null} question_id
 * @property {"mcq" | "short_answer" | "code" | "open"} kind
 * @property {number} points
 * @property {number} sessions that hold it: all, or those that drew it from a pool
 * @property {number} served
 * @property {number} submitted
 * @property {number} ran_out
 * @property {number} skipped
 * @property {number | null} average_response_seconds
 * @property {number} scored
 * @property {number | null} difficulty
 * @property {number | null} discrimination
 */

/**
 * @typedef {object} InterviewAnalytics statistics of an interview, for members of its organization
 * @property {number} sessions
 * @property {number} candidates
 * @property {number | null} completion_rate
 * @property {Funnel} funnel
 * @property {DurationSeconds} duration_seconds
 * @property {Percentages} percentage
 * @property {QuestionNumbers[]} questions
 * @property {string} server_time
 */

export {};
