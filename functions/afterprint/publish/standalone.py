"""Texts of somebody's own compared or traced on one page, without a site: what `afterprint diff --html` prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from afterprint.model import ArticleKey, ArticleText, Change, ChangeKey, Comparison, TextHistory, TextPolicy
from afterprint.publish.pages import standalone_history, standalone_page
from afterprint.publish.policy import visible
from afterprint.publish.xml import language_tag

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


def history_page(history: TextHistory, steps: Sequence[tuple[str, str]], language: str | None) -> str:
    """One HTML page (a whole document) of `history`; `steps` are the names of its texts, and what changed in each.

    All of the newest text and all that was removed is shown: the texts are the reader's own. `language` is a BCP 47
    tag.
    """
    return standalone_history(history, steps, language_tag(language))
