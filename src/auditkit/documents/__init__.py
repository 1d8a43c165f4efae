"""YAML documents with places, read strictly into frozen models; their schema and their hash."""
