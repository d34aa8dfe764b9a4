"""Examples of GET /record and of GET /.well-known/jwks.json; the record is signed with that key."""

from typing import Any

KEY_SET: dict[str, Any] = {
    "keys": [
        {
            "crv": "Ed25519",
            "x": "qOR3R2fO9qVgGtE75JAVT-2Sg2zeWKm8qkpsQOS8lrA",
            "kty": "OKP",
            "kid": "s_ExXr8ofRCs9oWTgvZHzpb_VyLuJcu-qO_YY-bTmK4",
            "use": "sig",
            "alg": "EdDSA",
        }
    ]
}
RECORD: dict[str, Any] = {
    "record": (
        "eyJhbGciOiJFZERTQSIsImtpZCI6InNfRXhYcjhvZlJDczlvV1RndlpIenBiX1Z5THVKY3UtcU9fWVktYlRtSzQiLCJ0eXAiOiJyZXByaXNlLX"
        "JlY29yZCJ9.eyJpc3MiOiJodHRwczovL2FiY2RlZmdoaWprbG1ub3Auc3VwYWJhc2UuY28iLCJoZWFkIjoiZTQ2MzQ2MzIxMGYxMDA0YWVlYjY"
        "zYWQ4NGIzYTI3ZGZiYmI2YTgwYzViMWM1Y2UwNDM0YWQ1NjE0OGYzMjgzNCIsInRpdGxlIjoiRnVsbCBTdGFjayBEZXZlbG9wZXIiLCJzdGF0d"
        "XMiOiJpbl9wcm9ncmVzcyIsInJlY2VpcHRzIjpbeyJraW5kIjoiYW5zd2VyIiwic291cmNlIjoic3VibWl0dGVkIiwicmVjZWlwdCI6eyJhbnN"
        "3ZXJfaWQiOiI3ZDRmMGE1Mi0zYzFjLTRjNTgtOWQwZS0wYThmNWEyZjdlMTEiLCJyZWNlaXZlZF9hdCI6IjIwMjYtMDEtMTVUMDk6Mjg6NDEuN"
        "TA4MjEzWiIsInNoYTI1NiI6ImNhOTc4MTEyY2ExYmJkY2FmYWMyMzFiMzlhMjNkYzRkYTc4NmVmZjgxNDdjNGU3MmI5ODA3Nzg1YWZlZTQ4YmI"
        "iLCJsYXRlX2J5X3NlY29uZHMiOjAsInByZXZpb3VzIjpudWxsfSwicG9zaXRpb24iOjAsIndpdGhkcmF3biI6ZmFsc2V9XSwiY2xvc2VkX2F0I"
        "jpudWxsLCJpc3N1ZWRfYXQiOiIyMDI2LTAxLTE1VDA5OjI4OjQxLjUwODIxM1oiLCJzZXNzaW9uX2lkIjoiMGI3YzJmNWUtOWE1NS00YTBlLTh"
        "kM2ItNmYxZjZmMGM3YTEwIiwic3RhcnRlZF9hdCI6IjIwMjYtMDEtMTVUMDk6Mjg6MDEuMjM0NTY3WiIsImNhbmRpZGF0ZV9pZCI6IjhhMWYwY"
        "zNlLTJiNGQtNGU2Zi05YTBiLTFjMmQzZTRmNWE2YiIsImludGVydmlld19pZCI6IjExMTExMTExLTExMTEtNDExMS04MTExLTExMTExMTExMTE"
        "xMSJ9.HIZF6fvSeG4jNGnjJKvO9v_KHrXrDfdfa-8iPYMF4qHS74ozqzyW1Poww4ekCpt0Obv4KYBgq0tqTDM9wOyRBQ"
    )
}
