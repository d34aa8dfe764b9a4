"""The payload that an export reads is that of GET /results: it reads no field that the contract does not have."""

import pytest
from pydantic import BaseModel

from shared.export import payload
from shared.models import (
    assessment_views,
    conversation_views,
    decision_views,
    evaluation_views,
    record_views,
    result_views,
    session_views,
)

# What an export reads, and the documented models that have it. An export also takes the codes of a newer database, and
# rows of the bank that were stored before options and keys were checked, so it reads leniently.
DOCUMENTED: dict[type[BaseModel], tuple[type[BaseModel], ...]] = {
    payload.Results: (
        *(result_views.CandidateResults, result_views.ReviewerResults),
        *(conversation_views.MessagesResponse, record_views.RecordResponse),
    ),
    payload.SessionPart: (session_views.Session,),
    payload.CandidatePart: (session_views.Candidate,),
    payload.CountsPart: (session_views.CandidateCounts, result_views.GradingCounts),
    payload.ResultPart: (result_views.Result,),
    payload.OptionPart: (session_views.Option,),
    payload.EvaluationPart: (evaluation_views.Evaluation,),
    payload.TranscriptionPart: (session_views.SpokenText,),
    payload.AnswerPart: (result_views.CandidateAnswer, result_views.ReviewedAnswer),
    payload.LateAnswerPart: (result_views.LateText,),
    payload.EventPart: (result_views.Event,),
    payload.MessagePart: (conversation_views.Message,),
    payload.LateMessagePart: (conversation_views.LateMessage,),
    payload.QuotePart: (assessment_views.Quote,),
    payload.AssessedCriterionPart: (assessment_views.AssessedCriterion,),
    payload.AssessmentPart: (assessment_views.Assessment, assessment_views.CandidateAssessment),
    payload.PersonPart: (session_views.Candidate,),
    payload.DecisionPart: (decision_views.Decision, decision_views.OwnDecision),
    payload.CommentPart: (decision_views.ReviewComment,),
    payload.RatingPart: (decision_views.RatingView,),
    payload.ScorecardPart: (decision_views.Scorecard,),
    payload.ConversationPart: (conversation_views.ConversationResults,),
}
# `key` is any JSON in the contract: these are the columns of `question_keys`.
OF_A_KEY = {payload.KeyPart, payload.CriterionPart}


@pytest.mark.parametrize("part", DOCUMENTED, ids=lambda part: part.__name__)
def test_export_reads_only_fields_of_the_documented_results(part: type[BaseModel]) -> None:
    documented = {name for model in DOCUMENTED[part] for name in model.model_fields}
    assert sorted(part.model_fields.keys() - documented) == []


def test_every_part_of_the_payload_is_compared() -> None:
    parts = {part for part in vars(payload).values() if isinstance(part, type) and issubclass(part, payload.Part)}
    assert parts - {payload.Part, payload.ResultsHead} == DOCUMENTED.keys() | OF_A_KEY
