"""What prep workspaces need besides their RPCs: entity tags, and material written by a model."""
