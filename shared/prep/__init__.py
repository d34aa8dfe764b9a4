"""Generates material for prep workspaces with a model."""
