"""What is counted, and that nothing about people can be read from it."""

import socket
import urllib.request
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families

from bot.observability import exposition, metrics
from bot.observability.figures import Figures
from bot.storage.figures import read_figures
from tests.builders import NOW, a_call, a_request, an_update

# Closed sets of our own words: a label that could hold an id or a text has no place here.
HARMLESS = {"kind", "mode", "outcome", "stage", "language", "reason", "state", "topic"}


def ours():
    return [value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)]


def test_labels_are_closed_sets_of_our_own_words():
    assert len(ours()) >= 7
    for metric in ours():
        assert set(metric._labelnames) <= HARMLESS, metric._name


def test_every_metric_is_named_for_us_and_explained():
    for metric in ours():
        assert metric._name.startswith("montoyer_")
        assert metric._documentation.endswith(".")


def figures(app, **moved):
    return {(f.name, *f.labels.values()): f.value for f in read_figures(app.engine, NOW + timedelta(**moved))}


def test_queues_tell_how_much_waits_and_since_when(app):
    assert figures(app)["montoyer_inbox_waiting",] == 0
    with app.new_work() as work:
        work.inbox.claim([an_update(1), an_update(2)], NOW)
        work.outbox.add("conversation-of-amina", [a_call()], NOW)
        work.commit()
    found = figures(app, seconds=90)
    assert found["montoyer_inbox_waiting",] == 2
    assert found["montoyer_inbox_oldest_seconds",] == 90
    assert found["montoyer_outbox_waiting",] == 1
    assert found["montoyer_outbox_oldest_seconds",] == 90


@pytest.mark.parametrize(("hours", "due", "overdue"), [(0, 0, 0), (1.5, 1, 0), (3, 0, 1)])
def test_callbacks_are_open_then_due_then_overdue(app, hours, due, overdue):
    with app.new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.commit()
    found = figures(app, hours=hours)
    assert found["montoyer_callbacks", "open"] == 1
    assert (found["montoyer_callbacks", "due"], found["montoyer_callbacks", "overdue"]) == (due, overdue)


def shown(read):
    registry = CollectorRegistry()
    registry.register(Figures(read))
    text = generate_latest(registry).decode()
    return {s.name: s.value for family in text_string_to_metric_families(text) for s in family.samples}


def test_a_database_that_is_away_costs_only_its_own_figures(app):
    assert shown(app.figures)["montoyer_database_up"] == 1

    def away():
        raise OSError

    assert shown(away) == {"montoyer_database_up": 0}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def as_before():
    before = set(REGISTRY._collector_to_names)
    yield
    for added in set(REGISTRY._collector_to_names) - before:
        REGISTRY.unregister(added)


def test_without_a_port_nothing_is_served(app):
    assert exposition.expose("bot", "127.0.0.1", 0, app.figures) == 0


def test_each_process_serves_at_its_place(app, port):
    metrics.UPDATES.labels("text").inc()
    assert exposition.expose("console", "127.0.0.1", port, app.figures) == port + 2
    with urllib.request.urlopen(f"http://127.0.0.1:{port + 2}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    assert 'montoyer_updates_total{kind="text"}' in text
    assert "montoyer_inbox_waiting 0.0" in text
    assert "process_resident_memory_bytes" in text


def test_a_taken_port_costs_the_metrics_and_not_the_service(app, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert exposition.expose("bot", "127.0.0.1", port, app.figures) == 0
