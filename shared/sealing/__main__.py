"""`python -m shared.sealing` prints a new key for the setting SEALED_FILE_KEYS: a secret."""

import sys

from shared.sealing.new_key import new_sealing_key

sys.stdout.write(new_sealing_key() + "\n")
