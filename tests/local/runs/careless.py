"""A test that passes and leaves a process behind. Only `test_run_of_tests` runs it."""

import subprocess


def test_leaves_a_process_that_is_nobodys_child() -> None:
    subprocess.run(["sh", "-c", "sleep 3599 </dev/null >/dev/null 2>&1 &"], check=True, start_new_session=True)
