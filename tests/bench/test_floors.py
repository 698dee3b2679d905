"""The floors are fair: they carry what the portal carries."""

from tests.bench import paper

PAGE = (
    "<html><head><title>Не слова</title></head><body><h1>ПРОТОКОЛ</h1><p>Слушали: <b>доклад</b>.</p>"
    "<svg><title>код</title></svg><table><thead><tr><th>Код</th><th>Проект</th></tr></thead>"
    "<tr><td>E3</td><td>Школа<br>будущего</td></tr></table></body></html>"
)


def test_the_floor_of_a_paper_has_all_its_words_row_by_row() -> None:
    words = paper.words_of(PAGE)
    assert words == [["ПРОТОКОЛ"], ["Слушали: доклад."], ["Код", "Проект"], ["E3", "Школабудущего"]]
    assert paper.table(words).startswith(b"%PDF")
