import pytest

from cara_crm.files import responses, services


@pytest.fixture(autouse=True)
def _in_a_request(request_context):
    """Responses are made inside requests."""


def test_a_file_is_downloaded_under_its_name():
    response = responses.download(services.store("Été.xlsx", "application/vnd.ms-excel", b"x"))
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%C3%89t%C3%A9.xlsx" in response.headers["Content-Disposition"]


def test_html_that_somebody_uploaded_is_never_shown():
    response = responses.download(services.store("a.html", "text/html", b"<script>"), inline=True)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_may_be_shown():
    response = responses.download(services.store("a.pdf", "application/pdf", b"%PDF"), inline=True)
    assert response.headers["Content-Disposition"].startswith("inline")


def test_no_cache_keeps_a_file():
    response = responses.download(services.store("a.pdf", "application/pdf", b"%PDF"))
    assert response.headers["Cache-Control"] == "no-store"
