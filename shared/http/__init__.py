"""HTTP endpoints: what a file of `functions/` needs to declare one."""

from shared.http.call import Call
from shared.http.endpoint import Endpoint
from shared.http.operation import Access, Returns
from shared.http.responses import json_response, tagged_response, with_member

__all__ = ["Access", "Call", "Endpoint", "Returns", "json_response", "tagged_response", "with_member"]
