"""Two texts of somebody's own compared on one page, without archive or site: what `afterprint diff --html` prints."""

from __future__ import annotations

from datetime import UTC, datetime

from afterprint.model import ArticleKey, ArticleText, Change, ChangeKey, Comparison, TextPolicy
from afterprint.publish.pages import standalone_page
from afterprint.publish.policy import visible

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # such a page shows no times


def comparison_page(new: ArticleText, comparison: Comparison, *, names: tuple[str, str]) -> str:
    """One HTML page (a whole document) of `comparison`, whose newer text is `new`; `names` say what was compared.

    All of both texts is shown: they are the reader's own.
    """
    change = Change(
        key=ChangeKey(ArticleKey("files", "0" * 16), 1, 2),
        url="",
        source_name="",
        headline=new.headline,
        comparison=comparison,
        seen_at=_NO_TIME,
        stored_at=_NO_TIME,
        watched_until=_NO_TIME,
        language=new.language,
    )
    return standalone_page(visible(change, TextPolicy.FULL), names)
