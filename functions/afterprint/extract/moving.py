"""Lines that move by themselves: how long ago a page was changed, how many have commented, shared or read it."""

from __future__ import annotations

import re

from afterprint.extract.text import ends_sentence, words

_LONGEST = 80  # characters
_MOST_WORDS = 14
_MOST_OTHER_WORDS = 3

_AGO = re.compile(
    r"\b(?:\d+|an?|one) ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?) ago\b|\bjust now\b"
    r"|\bvor (?:\d+|einer|einem) (?:sek|sekunden?|min|minuten?|std|stunden?|tag(?:en)?)\b"
    r"|\bil y a (?:\d+|une?) ?(?:s|secondes?|min|minutes?|h|heures?|j|jours?)\b"
    r"|\bhace (?:\d+|una?) (?:segundos?|minutos?|min|horas?|h|d[ií]as?)\b"
    r"|\bhá (?:\d+|uma?) (?:segundos?|minutos?|min|horas?|h|dias?)\b"
    r"|\b(?:\d+|una?|un['’]) ?(?:second[oi]|minut[oi]|or[ae]|giorn[oi]) fa\b"
    r"|\b(?:\d+|een) (?:seconden?|minuut|minuten|min|uur|uren|dag|dagen) geleden\b"
    r"|\b\d+ (?:sekund\w*|minut\w*|min|tim\w*|dag\w*|dager) (?:sedan|siden)\b"
    r"|\b\d+ (?:minuuttia|min|tuntia|h|päivää) sitten\b|\b\d+ (?:minut\w*|min|godzin\w*|godz|dni) temu\b"
    r"|\bpřed \d+ (?:minut\w*|hodin\w*|dn\w*)\b|\b\d+ (?:dakika|dk|saat|gün) önce\b"
    r"|\b\d+ (?:секунд\w*|минут\w*|мин|час\w*|дн\w*|день) назад\b|\b\d+ (?:хвилин\w*|хв|годин\w*|дн\w*) тому\b"
    r"|\bπριν (?:από )?\d+ (?:λεπτά|ώρες|ημέρες)"
    r"|(?:قبل|منذ) ?\d* ?(?:ثا?نية|ثوان|دقيق\w*|دقائق|ساع\w*|يوم\w*|أيام)|\d+ (?:دقیقه|ساعت|روز) (?:پیش|قبل)"
    r"|לפני ?\d* ?(?:שני\w*|דק\w*|שע\w*|יום|ימים)|\d+ (?:मिनट|घंटे|घंटा|दिन) पहले"
    r"|\d+ ?(?:秒|分钟|分鐘|分|小时|小時|時間|天|日)前|\d+ ?(?:초|분|시간|일) ?전",
    re.IGNORECASE,
)
_COUNTED = (
    r"comments?|repl(?:y|ies)|shares?|views?|likes?|reads|readers?|reactions?|votes?"
    r"|people (?:are )?(?:reading|watching)[\w ]*"
    r"|kommentare?|(?:mal )?geteilt|aufrufe|leser\w*|reaktionen|commentaires?|partages?|vues|lectures?|réactions?"
    r"|comentarios?|compartid[oa]s?|visitas|lecturas|reacciones|comentários?|partilhas?|compartilhamentos|leituras"
    r"|commenti|commento|condivision[ei]|letture|reacties?|(?:keer )?gedeeld|kommentar(?:er)?|delningar|delinger"
    r"|komentarz\w*|komentářů|udostępni\w*|комментари\w*|просмотр\w*|yorum|paylaşım|kommenttia"
    r"|تعليق\w*|مشاركة|مشاركات|قارئ\w*|תגובות|שיתופים|コメント|シェア|いいね|人が(?:読|見)|评论|評論|分享|阅读|閱讀|댓글|공유|조회"
)
_FIGURE = r"\d[\d.,\u00a0\u202f’']*(?: ?(?:k|m|tsd|mil))?"
_COUNT = re.compile(rf"\b{_FIGURE} ?(?:{_COUNTED})|(?:{_COUNTED})(?:数)? ?[:(]? ?{_FIGURE}", re.IGNORECASE)


def is_moving(text: str) -> bool:
    """Whether a short line outside any sentence is a relative time (with a name, perhaps) or little but counts."""
    if len(text) > _LONGEST or ends_sentence(text) or not any(map(str.isdigit, text)):
        return _is_word_of_time(text)
    found = words(text)
    if len(found) > _MOST_WORDS:
        return False
    if _AGO.search(text):
        return True
    rest, times = _COUNT.subn(" ", text)
    return times > 0 and len(words(rest)) <= _MOST_OTHER_WORDS


def _is_word_of_time(text: str) -> bool:
    return len(text) <= _LONGEST // 2 and not ends_sentence(text) and _AGO.search(text) is not None
