"""What changed between two texts of an article: paragraphs aligned, words marked, edits named."""

from afterprint.diff.align import align
from afterprint.diff.aside import compare_without
from afterprint.diff.compare import compare
from afterprint.diff.history import trace

__all__ = ["align", "compare", "compare_without", "trace"]
