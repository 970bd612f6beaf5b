"""Dashboards and alerts ask for metrics that exist, and every metric is on the dashboard."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import Counter, Histogram, MetricWrapperBase

from bot.bootstrap import clock
from bot.observability import metrics
from bot.observability.exposition import PLACES
from bot.observability.figures import UP
from bot.storage.figures import read_figures

ROOT = Path(__file__).parents[2]
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "montoyer.json").read_text("utf-8"))
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
OPERATOR = (ROOT / "docs" / "operator.md").read_text("utf-8")


def samples(metric):
    if isinstance(metric, Counter):
        return {f"{metric._name}_total"}
    if isinstance(metric, Histogram):
        return {f"{metric._name}_{end}" for end in ("bucket", "sum", "count")}
    return {metric._name}


@pytest.fixture
def labels(app):
    """The labels of every sample there can be, by name."""
    found = {UP: set()}
    for metric in vars(metrics).values():
        if isinstance(metric, MetricWrapperBase):
            found |= {name: {*metric._labelnames, "le"} for name in samples(metric)}
    return found | {figure.name: set(figure.labels) for figure in read_figures(app.engine, clock())}


def panels():
    return [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel["targets"]]


def expressions():
    return [*panels(), *((rule["alert"], rule["expr"]) for rule in RULES)]


def test_every_panel_and_alert_asks_for_metrics_and_labels_that_exist(labels):
    assert len(panels()) > 15
    assert len(RULES) > 10
    for title, expression in expressions():
        names = set(re.findall(r"\b(montoyer_\w+)", expression))
        assert names or re.search(r"\b(up|process_\w+)\{job=~", expression), title
        assert names <= set(labels), title
        grouped = {word.strip() for words in re.findall(r"by \(([^)]*)\)", expression) for word in words.split(",")}
        matched = set(re.findall(r'(\w+)=~?"', expression)) - {"job"}
        for name in names:
            assert grouped | matched <= labels[name], title


def test_every_metric_of_ours_is_on_the_dashboard(labels):
    shown = set(re.findall(r"\b(montoyer_\w+)", " ".join(expression for _, expression in panels())))
    hidden = {name for name in labels if name not in shown and not name.endswith(("_sum", "_count"))}
    assert hidden == set()


def test_every_alert_says_what_people_notice_and_what_to_do():
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert len(rule["annotations"]["summary"]) > 10
        assert len(rule["annotations"]["action"]) > 20


def test_every_alert_is_in_the_operators_table():
    for rule in RULES:
        assert f"`{rule['alert']}`" in OPERATOR, rule["alert"]


def test_panels_do_not_overlap():
    cells = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        area = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & area, panel["title"]
        cells |= area
    assert max(x for x, _ in cells) < 24


def test_prometheus_asks_where_the_processes_answer():
    text = (ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text("utf-8")
    asked = set(re.findall(r'"(\w+)(?:-\w)?:(\d+)"', text))
    assert asked == {(process, str(9100 + place)) for process, place in PLACES.items()}
