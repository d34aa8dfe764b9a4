"""Which tests one worker of xdist runs together."""

from xdist.scheduler import LoadFileScheduling

# Their fixtures start a stack or servers, which would start once in each worker that gets a file of the folder.
TOGETHER = ("tests/faults/", "tests/time_ledger/", "tests/conversation/", "tests/schema/", "tests/prep/")


class FilesAndFolders(LoadFileScheduling):  # type: ignore[misc]
    """A worker gets a whole file, or all files of a folder in `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))
