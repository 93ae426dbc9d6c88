"""A figure is printed once and read back; the page keeps what was not measured again."""

from pathlib import Path

import pytest

from desk import bench
from desk.bench import Figure, figures, line, page
from desk.terminal import DeskError, say


def test_a_line_says_whether_the_bar_holds_and_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert line("P1", "posts.read / boto3", 0.4812345, 0.55, "x")
    assert not line("P11", "everything up", 31, 30, "s")
    assert line("P3", "requests a second", 400, 300, least=True)
    assert line("P13", "a panorama, CPU", 2.5, unit="s")
    say("words for whoever watches | P1")
    assert figures(capsys.readouterr().out) == [
        Figure("P1", "posts.read / boto3", "0.4812", "x", "at most 0.55", "holds"),
        Figure("P11", "everything up", "31", "s", "at most 30", "MISSED"),
        Figure("P3", "requests a second", "400", "", "at least 300", "holds"),
        Figure("P13", "a panorama, CPU", "2.5", "s", "", "-"),
    ]


def test_the_page_has_a_row_for_each_figure_and_keeps_other_sections() -> None:
    first = page({"photo": [Figure("P13", "CPU", "0.3", "s", "at most 0.6", "holds")], "dev": []})
    second = page({"dev": [Figure("P11", "up", "12", "s", "at most 30", "holds")]}, first)
    assert second.index("## dev") < second.index("## photo")
    assert "| P13 | CPU | 0.3 s | at most 0.6 | holds |" in second
    assert "| P11 | up | 12 s | at most 30 | holds |" in second
    assert page({}, second) == second


def test_every_measurement_speaks_in_lines_and_names_a_bar() -> None:
    for name, path in bench.scripts().items():
        text = path.read_text()
        assert "bench.line(" in text, f"{name} measures nothing that is collected"
        assert text.split('"""')[1].startswith("Bar"), f"{name} does not say which bar it measures"


def test_a_measurement_that_breaks_is_no_success(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise ValueError\n")
    with pytest.raises(DeskError, match="measured nothing"):
        bench.measure("broken", broken)
