"""Figures for Prometheus: how long pages and tasks took, what waits. No label holds anything about a person.

prometheus_client decides when it is imported whether processes share their figures (PROMETHEUS_MULTIPROC_DIR), so this
module is imported only once that is settled: by gunicorn.conf.py, or by the worker before it forks.
"""

import os
from collections.abc import Iterator

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ranking_portal.watching import counts

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LONG_SECONDS = (0.05, 0.25, 1, 5, 15, 60, 300, 900)
requests = Histogram("portal_request_seconds", "Time of a request", ("route", "method", "status"), buckets=SECONDS)
tasks = Histogram("portal_task_seconds", "Time of a background task", ("task",), buckets=LONG_SECONDS)
failures = Counter("portal_task_failures_total", "Background tasks that ended with an error", ("task",))


class _Counts(Collector):
    """What stands in the database at this moment."""

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily("portal_build_info", "The version that serves", labels=("version",))
        build.add_metric([settings.PORTAL_VERSION], 1)
        yield build
        for one in counts.all_counts():
            yield GaugeMetricFamily(one.name, one.meaning, value=one.count())


def timed() -> CollectorRegistry:
    """Times of every process of this service, those that have ended included."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared


def exposition() -> bytes:
    """Everything as Prometheus reads it."""
    counted = CollectorRegistry()
    counted.register(_Counts())
    return generate_latest(timed()) + generate_latest(counted)
