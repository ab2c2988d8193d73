"""What `kg check` finds: shapes (SHACL), consistency (OWL), form, quotes, and questions that the graph must answer."""

from kg.shapes.check import check
from kg.shapes.reports import FORMS, render, summary

__all__ = ["FORMS", "check", "render", "summary"]
