"""Recognise the note in which a publication owns to an edit, in the languages most read on the web."""

from __future__ import annotations

import re

_LABEL = (
    # A note opens with its name: "Correction:", "Editor's note –", "UPDATE (12 May):"
    r"(?:this\s+is\s+a\s+)?(?:corrections?|clarifications?|corrected|amendment|erratum|retraction|"
    r"updated?(?:\s+and\s+corrected)?|editor(?:['’]?s|s['’])?\s+note|note\s+(?:to\s+readers|from\s+the\s+editors?)|"
    r"korrektur(?:hinweis)?|berichtigung|richtigstellung|klarstellung|anmerkung\s+der\s+redaktion|aktualisierung|"
    r"rectificatif|correctif|précision|mise\s+à\s+jour|note\s+de\s+la\s+rédaction|"
    r"correcci[oó]n|fe\s+de\s+erratas|rectificaci[oó]n|aclaraci[oó]n|actualizaci[oó]n|nota\s+del\s+editor|"
    r"correç[ãa]o|errata|atualiza[çc][ãa]o|nota\s+do\s+editor|erramos|"
    r"correzione|rettifica|aggiornamento|nota\s+della\s+redazione|"
    r"correctie|rectificatie|rättelse|rettelse|korreksjon|oikaisu|sprostowanie|düzeltme|исправление|уточнение|"
    r"訂正|更正|勘误|編集部注|编者按)"
)
_AFTER_LABEL = r"(?:\s*\([^)]{1,60}\)|,?\s+(?=[^.:–—]{0,40}\d)[^.:–—]{1,40})?\s*[:：–—\]\)|】]"  # perhaps with a date
_SENTENCES = (
    # What such a note says, wherever it stands.
    r"\b(?:this\s+(?:article|story|report|post|piece|page|headline|interview|obituary|review|column|live\s?blog|version)"
    r"\s+(?:\w+\s+){0,3}?|the\s+(?:article|story|post|piece|page|headline)\s+)(?:was|has\s+been|is)\s+(?:\w+\s+){0,2}?"
    r"(?:amended|corrected|clarified|updated|changed|edited|revised|modified|removed|retracted)\b|"
    r"\b(?:an?|the)\s+(?:earlier|previous|original|initial)\s+(?:version|edition)s?\s+of\s+(?:this|the)\s+"
    r"(?:article|story|report|post|piece|page|headline)|"
    r"\bwe\s+(?:have\s+)?(?:corrected|amended|clarified)\s+(?:this|the)\b|"
    r"\bin\s+einer\s+(?:früheren|ersten|vorherigen|ursprünglichen)\s+(?:version|fassung)\b|"
    r"\b(?:artikel|text|beitrag)s?\s+(?:wurde|haben\s+wir)\s+[^.]{0,60}(?:korrigiert|aktualisiert|berichtigt|präzisiert)|"
    r"\bune\s+(?:première|précédente)\s+version\s+de\s+(?:cet|ce|l)|"
    r"\b(?:article|texte)\s+a\s+été\s+(?:modifié|corrigé|rectifié|mis\s+à\s+jour)|"
    r"\buna\s+versión\s+(?:anterior|previa)\s+de\s+est|"
    r"\b(?:artículo|texto|noticia)\s+(?:ha\s+sido|fue)\s+(?:corregid|modificad|actualizad|rectificad)|"
    r"\buma\s+versão\s+anterior\s+dest|\buna\s+versione\s+precedente\s+di\s+quest|"
    r"\b(?:eerdere|vorige)\s+versie\s+van\s+dit\b|\ben\s+tidigare\s+version\s+av\b"
)
_NOTE = re.compile(
    rf"\A[\W_]{{0,12}}{_LABEL}{_AFTER_LABEL}|\A[\W_]{{0,12}}{_LABEL}\W*\Z|{_SENTENCES}",
    re.IGNORECASE,
)
_LONGEST = 1_500  # characters; a longer text is no note, though it may hold one


def is_correction_note(text: str) -> bool:
    """Whether `text` is, or holds, a note that something in the article was corrected, clarified or updated."""
    return bool(_NOTE.search(text[:_LONGEST]))
