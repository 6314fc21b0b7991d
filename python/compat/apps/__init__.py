"""Stands in for upstream's ``apps`` package: the models and tasks that plugins import."""
