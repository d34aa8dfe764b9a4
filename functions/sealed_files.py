"""POST /sealed-files: store the unsent answers that a device without a network saved as a file."""

from pydantic import Field
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestBody
from shared.problems import Problem

MAX_BODY_BYTES = 1024 * 1024 + 1024
# Sealed to a key that was thrown away.
EXAMPLE = (
    "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImtpZCI6IllZWWhpVUl5V0UwRXhBSzVHOVRQYS1WRjJNdz"
    "g2YkNfSVIta3dXTzNwOFkiLCJlcGsiOnsiY3J2IjoiUC0yNTYiLCJ4IjoiT3Buc1ViOEFiY0NtQUkyTUNRZTMwaGRm"
    "Z0NJZjBsWUFXWnJPVndxMnhUQSIsInkiOiJybThjSEVqeV9BbjNWVDBwYkxtWkdkUzRKZ0xFZHdpN0dqSUFaYUNDVm"
    "lZIiwia3R5IjoiRUMifX0..HUbATmRBgsoAeu2v.RvNsoSOjyTnQf4HNfP0Iij7RBKZsa8vT7fVTVJmSodd8ZnKPbM"
    "CHTsutvcUX8dmM6_5C1lgGC0WMG3Mu4GwC5N3RELIW4XIWSerhEhemAmV13R0Umsx7QHqUKs8fhz8HLEwMr6c6jTZn"
    "4HSEwlZYiq89Lz-PrGbspEB674_HAwAIOCFkED9WFmNpS1RDy28pyEX1EmnmZoHmhMrADt2tWeAUe4bs0NI4sgR4Ao"
    "LJw4iTsRDI1NYgYugi8juYqPzpSaAqzSC6y1KY0vomC_iFRj1KLzpEicRQTArGtcngRn0.HgmLvLeL8CqDz3KXQxYn"
    "4g"
)

sealed_files = Endpoint("/sealed-files", Access.SIGNED_IN)


class SealedFileUpload(RequestBody):
    """Upload a sealed file, as its candidate or as a member of the organization."""

    file: str = Field(min_length=1, description="The content of the file: a compact JWE, at most 1 MiB.")


@sealed_files.operation(
    "POST /sealed-files",
    summary="Upload answers that a device without a network saved as a file",
    examples={"file": {"file": EXAMPLE}},
    responses={
        200: Returns("session_views.SealedFileResponse", "Every text is stored, now or before.", "SEALED_FILE_STORED")
    },
    refusals=(
        *("sealed_files_not_configured", "sealed_file_unreadable", "session_not_found", "payload_too_large"),
        "limit_reached",
    ),
    max_body_bytes=MAX_BODY_BYTES,
)
async def store_sealed_file(call: Call, body: SealedFileUpload) -> Response:
    """Decrypt it, and store its texts as late texts of the session that it names."""
    # Imported here: decrypting would slow every cold start of the process that serves all functions.
    from shared.sealing.opening import open_sealed_file

    if not call.settings.sealed_file_keys:
        raise Problem("sealed_files_not_configured")
    opened = open_sealed_file(body.file, call.settings.sealed_file_keys)
    # The hashes have been checked.
    arguments = opened.model_dump(mode="json", exclude={"texts": {"__all__": {"sha256"}}})
    return json_response(await call.database.rpc("store_sealed_texts", arguments))
