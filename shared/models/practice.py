"""What there is to practise."""

from pydantic import AwareDatetime

from shared.models.responses import ResponseBody


class DomainFacet(ResponseBody):
    """One domain; `difficulties` has those there are questions of."""

    domain: str
    count: int
    difficulties: dict[str, int]


class TypeFacet(ResponseBody):
    """One interview type with its domains."""

    interview_type: str
    count: int
    domains: list[DomainFacet]


class FacetsResponse(ResponseBody):
    """What the public question bank holds, in numbers of active questions."""

    types: list[TypeFacet]
    server_time: AwareDatetime
