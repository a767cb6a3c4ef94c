"""Ten thousand members and a report of forty positions. Processor time, so that a busy machine does not matter."""

import random
from time import process_time

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, RegisterEntry, check_document
from cara_crm.confidentiality.suppression import TOTAL, plain_table, suppress

SYLLABLES = ("ba", "ver", "mon", "tri", "lac", "dor", "mi", "ro", "sel", "van", "pu", "cla", "ter", "gui", "no", "fal")


def word(source):
    return "".join(source.choice(SYLLABLES) for _ in range(source.randint(2, 4))).capitalize()


def member(number, source):
    return RegisterEntry(
        id=number,
        names=(f"Mécanique {word(source)} SAS", word(source)),
        people=(f"{word(source)} {word(source)}",),
        emails=(f"{word(source)}@{word(source)}.example",),
        sirens=(f"{number:09}",),
        towns=(f"{word(source)}-sur-{word(source)}",),
        roles=("équipementier",),
        departments=(source.choice(("Ain", "Loire", "Isère")),),
    )


@pytest.fixture(scope="module")
def built():
    source, start = random.Random(1), process_time()
    entries = [member(number, source) for number in range(10_000)]
    start = process_time()
    return LeakIndex(entries), process_time() - start


def test_the_index_of_a_large_register_takes_seconds(built):
    assert built[1] < 6


def test_a_report_is_checked_in_a_moment(built):
    text = "Les équipementiers manquent de soudeurs et le prix de l’acier pèse sur les petites entreprises. " * 12
    texts = {f"position/{number}/{part}": text for number in range(40) for part in ("statement", "example")}
    start = process_time()
    check_document(texts, built[0])
    assert process_time() - start < 4


def test_a_large_table_takes_a_moment():
    source = random.Random(2)
    rows, columns = [f"r{number}" for number in range(20)], [f"c{number}" for number in range(10)]
    counts = {(row, column): int(source.random() ** 2 * 40) for row in rows for column in columns}
    population = {(row, column): 99 for row in (*rows, TOTAL) for column in (*columns, TOTAL)}
    start = process_time()
    suppress([plain_table("t", rows, columns, counts, population=population)])
    assert process_time() - start < 0.5
