"""What prep workspaces need beside their RPCs: entity tags, and material that a model writes."""
