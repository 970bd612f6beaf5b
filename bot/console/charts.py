"""Charts as SVG: bars, drawn on the server, without a script."""

from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

WIDTH = 640
_TALL, _ROW, _EDGE = 280, 34, 50
_MOST_LABELS = 8
# The console's own colours: console.css.
_LIGHT = {"ink": "#17202c", "quiet": "#55606e", "line": "#d3d9e1", "bar": "#0b4fa8"}
_DARK = {"ink": "#e6ebf1", "quiet": "#a5b1be", "line": "#2d3946", "bar": "#8fbcff"}

Bars = Sequence[tuple[str, int]]


def columns(bars: Bars, dark: bool) -> str:
    """A column each, left to right; where they are many, only some are labelled."""
    chart = pygal.Bar(style=_style(dark), height=_TALL, **_COMMON)
    chart.x_labels = [label for label, _ in bars]
    chart.x_labels_major_every = max(1, -(-len(bars) // _MOST_LABELS))
    chart.show_minor_x_labels = False
    return _drawn(chart, [n for _, n in bars])


def rows(bars: Bars, dark: bool) -> str:
    """A row each, the first on top."""
    chart = pygal.HorizontalBar(style=_style(dark), height=_EDGE + _ROW * max(1, len(bars)), **_COMMON)
    upwards = list(reversed(bars))
    chart.x_labels = [label for label, _ in upwards]
    return _drawn(chart, [n for _, n in upwards])


_COMMON = {
    "width": WIDTH,
    "js": (),
    "show_legend": False,
    "print_values": False,
    "margin": 8,
    "spacing": 6,
    "truncate_label": 32,
    "min_scale": 1,
    "max_scale": 5,
    "value_formatter": lambda value: f"{value:.0f}",
    "no_data_text": "–",
}


def _drawn(chart: pygal.Graph, values: list[int]) -> str:
    # Counts are whole: without this a day with one message has an axis of tenths.
    chart.range = (0, max([4, *values]))
    chart.add("", values)
    chart.add_xml_filter(_without_scripts)
    return str(chart.render(is_unicode=True))


def _without_scripts(root: Any) -> Any:
    """Pygal describes each chart in a script, for a script that we do not use."""
    for parent in list(root.iter()):
        for script in [child for child in parent if str(child.tag).rpartition("}")[2] == "script"]:
            parent.remove(script)
    return root


def _style(dark: bool) -> Style:
    names = _DARK if dark else _LIGHT
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=names["quiet"],
        foreground_strong=names["ink"],
        foreground_subtle=names["line"],
        guide_stroke_color=names["line"],
        major_guide_stroke_color=names["line"],
        opacity="1",
        colors=(names["bar"],),
        font_family="system-ui, sans-serif",
        label_font_size=14,
        major_label_font_size=14,
        no_data_font_size=24,
    )
