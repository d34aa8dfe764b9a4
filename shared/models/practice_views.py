"""What can be practised."""

from pydantic import AwareDatetime

from shared.models.session_views import ResponseBody


class DomainFacet(ResponseBody):
    """One domain; `difficulties` lists those that have questions."""

    domain: str
    count: int
    difficulties: dict[str, int]


class TypeFacet(ResponseBody):
    """One interview type with its domains."""

    interview_type: str
    count: int
    domains: list[DomainFacet]


class FacetsResponse(ResponseBody):
    """The public question bank, in numbers of active questions."""

    types: list[TypeFacet]
    server_time: AwareDatetime
