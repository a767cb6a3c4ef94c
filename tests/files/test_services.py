import pytest

from cara_crm.files import services


def test_a_file_comes_back_as_it_was_stored(db):
    file = services.store("rapport.pdf", "application/pdf", b"%PDF-1.7")
    db.session.expire(file)
    assert (file.size, services.read_verified(file)) == (8, b"%PDF-1.7")


def test_a_damaged_file_is_not_given_out(request_context):
    file = services.store("rapport.pdf", "application/pdf", b"%PDF-1.7")
    file.content = b"%PDF-1.6"
    with pytest.raises(services.FileDamaged):
        services.read_verified(file)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\temp\\Liste été.xlsx", "Liste été.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie: x.csv"),
        ("...", "file"),
        ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given, kept):
    assert services.safe_name(given) == kept
