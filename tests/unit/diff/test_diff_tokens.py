import pytest

from afterprint.diff.tokens import is_cosmetic, is_number, token_texts, tokenise, words_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It cost £600,000, or 3.5%.", ["It", "cost", "£600,000", ",", "or", "3.5%", "."]),
        ("at 12:30 on -5 degrees, 2019-20", ["at", "12:30", "on", "-5", "degrees", ",", "2019", "-", "20"]),
        ("live-streaming", ["live", "-", "streaming"]),
        ("it’s", ["it", "’", "s"]),
        ("橋は閉鎖", ["橋", "は", "閉", "鎖"]),
        ("テレビとラジオ", ["テレビ", "と", "ラジオ"]),
        ("วันนี้", ["วั", "น", "นี้"]),
        ("e\u0301te\u0301 हिन्दी", ["e\u0301te\u0301", "हिन्दी"]),
        ("👩‍👩‍👧 👍🏽 🇩🇪🇫🇷", ["👩‍👩‍👧", "👍🏽", "🇩🇪", "🇫🇷"]),
        ("الجسر ١٢٣", ["الجسر", "١٢٣"]),
        ("", []),
        (" \t\n", []),
    ],
)
def test_text_is_cut_into_what_a_mark_may_not_split(text: str, tokens: list[str]) -> None:
    assert token_texts(text) == tokens


def test_tokens_are_told_by_their_places_in_code_points() -> None:
    assert tokenise("👍🏽 £5 é") == [(0, 2), (3, 5), (6, 7)]


def test_words_are_folded_and_come_without_punctuation() -> None:
    assert words_of("“Straße”, said ＡＮＮＡ – twice.") == ["strasse", "said", "anna", "twice"]


@pytest.mark.parametrize("token", ["12", "£3", "3rd", "80m", "三", "½", "-5"])
def test_numbers_are_known_with_their_signs_and_endings(token: str) -> None:
    assert is_number(token)


@pytest.mark.parametrize("text", ["’", "“ ”", "–", "...", " ", "、。", "`"])
def test_punctuation_and_space_are_cosmetic(text: str) -> None:
    assert is_cosmetic(text)


@pytest.mark.parametrize("text", ["a", "5", "€", "👍", "+"])
def test_words_numbers_and_signs_that_mean_something_are_not_cosmetic(text: str) -> None:
    assert not is_cosmetic(text)
