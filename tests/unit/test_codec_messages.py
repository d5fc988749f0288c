from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from afterprint.codec import decode_message, encode_message
from afterprint.errors import DamagedRecord
from afterprint.messages import ChangeStored, DocumentsPublished, EventStored, HostCameDue, Message, VersionStored
from afterprint.model import ArticleKey, VersionKey

messages = st.one_of(
    st.builds(HostCameDue, strategies.texts, strategies.times),
    st.builds(VersionStored, strategies.version_keys),
    st.builds(ChangeStored, strategies.change_keys),
    st.builds(EventStored, strategies.event_keys),
    st.builds(DocumentsPublished, strategies.change_keys | strategies.event_keys),
)


@given(messages)
def test_a_message_reads_back_equal(message: Message) -> None:
    assert decode_message(encode_message(message), "queue") == message


def test_a_message_names_its_type_and_its_record() -> None:
    body = encode_message(VersionStored(VersionKey(ArticleKey("s", "a"), 1)))
    assert body == b'{"key":"versions/s/a/000001.json","type":"VersionStored"}'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"type":"SomethingNew"}',
        b'{"type":"VersionStored"}',
        b'{"type":"VersionStored","key":"changes/s/a/000000-000001.json"}',
        b'{"type":"HostCameDue","host":"h","minute":"soon"}',
    ],
    ids=repr,
)
def test_what_is_no_message_is_damaged(body: bytes) -> None:
    with pytest.raises(DamagedRecord, match="queue"):
        decode_message(body, "queue")
