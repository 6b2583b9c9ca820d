"""What is taken as a scan, what is refused and how that is said, and that its bytes are proved by their hash."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from practice import uploads
from practice.uploads import MOST_BYTES, NotAScan, UploadLost, read_scan

PDF = b"%PDF-1.7 signed"


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kept_as"),
    [
        (PDF, "signed.pdf", "application/pdf", "signed.pdf"),
        (b"\xff\xd8\xff\xe0 photo", "C:\\Scans\\page 1.JPG", "image/jpeg", "page 1.JPG"),
        (b"\x89PNG\r\n\x1a\n page", "", "image/png", "scan"),
        (PDF, "../../etc/passwd", "application/pdf", "passwd"),
        (PDF, "x" * 300 + ".pdf", "application/pdf", "x" * 150 + ".pdf"),
    ],
    ids=["pdf", "jpeg", "png without a name", "a path", "a long name"],
)
def test_a_scan_is_known_by_its_bytes(content: bytes, name: str, media_type: str, kept_as: str) -> None:
    made = read_scan(BytesIO(content), size=len(content), name=name)

    assert (made.content, made.media_type, made.file_name) == (content, media_type, kept_as)


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"", 0, "The file is empty. Scan it again."),
        (b"PK\x03\x04 a document", 20, "This is no PDF, JPEG or PNG, whatever its name says."),
        (PDF, MOST_BYTES + 400_000, "The file has 10.4 MB; 10 are the most."),
    ],
    ids=["empty", "something else", "too big"],
)
def test_what_is_no_scan_is_refused_in_words(content: bytes, size: int, said: str) -> None:
    with pytest.raises(NotAScan, match=said.replace(".", r"\.")):
        read_scan(BytesIO(content), size=size, name="signed.pdf")


def test_the_same_bytes_are_kept_once_and_come_back_as_they_were() -> None:
    scan = read_scan(BytesIO(PDF), size=len(PDF), name="signed.pdf")

    kept = [uploads.keep_bytes(scan) for _ in range(2)]

    assert kept == [scan.sha256] * 2
    assert uploads.bytes_of(scan.sha256) == PDF
    assert default_storage.listdir(f"uploads/{scan.sha256[:2]}")[1] == [scan.sha256]


def test_bytes_that_were_changed_or_are_gone_are_not_handed_out() -> None:
    scan = read_scan(BytesIO(PDF + b" 2"), size=17, name="signed.pdf")
    at = f"uploads/{scan.sha256[:2]}/{scan.sha256}"
    default_storage.save(at, ContentFile(b"%PDF-1.7 forged"))

    with pytest.raises(UploadLost):
        uploads.bytes_of(scan.sha256)
    default_storage.delete(at)
    with pytest.raises(UploadLost):
        uploads.bytes_of(scan.sha256)
