"""The operations of practice."""

from shared.http.endpoint import Access
from shared.models import practice
from shared.openapi import practice_examples
from shared.openapi.operation import Answer, Operation

PRACTICE = (
    Operation(
        path="/questions/facets",
        method="get",
        summary="What there is to practise",
        access=Access.CANDIDATE,
        answers={
            200: Answer(practice.FacetsResponse, "Types, domains, difficulties and counts.", practice_examples.FACETS)
        },
    ),
)
