"""What everybody shares who asks a model: the client, and what its errors mean."""
