"""`python -m shared.sealing` prints a value for the setting SEALED_FILE_KEYS: a secret.

It is a JWK Set of a new key, followed by the keys that SEALED_FILE_KEYS has now.
"""

import json
import os
import sys

from shared.environment import EnvironmentReader
from shared.sealing.new_key import new_sealing_key
from shared.sealing.sealing_keys import read_sealing_keys

reader = EnvironmentReader(os.environ)
old = read_sealing_keys(reader)
if reader.faults:
    sys.exit(f"{reader.faults[0]}.")
sys.stdout.write(json.dumps({"keys": [new_sealing_key(), *(dict(key.private_jwk) for key in old)]}) + "\n")
