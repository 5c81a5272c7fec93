"""What holds for every test: markers put on by folder, Hypothesis profiles, and no silent skip."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
UNDER_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# Machines that run tests are shared and slow: time says nothing about an example there.
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.register_profile("quick", settings.get_profile("dev"), max_examples=settings.default.max_examples // 4)
settings.load_profile("ci" if UNDER_CI else "dev")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(TESTS / "browser"):
            item.add_marker(pytest.mark.browser)
        # One browser, one database server and one Label Studio at a time: each group stays on one worker. What needs
        # two of them goes with the one that is the slowest to start.
        groups = [group for group in ("labelstudio", "browser", "postgres") if item.get_closest_marker(group)]
        if groups:
            item.add_marker(pytest.mark.xdist_group(groups[0]))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Groups travel as endings of ids. Where pytest and xdist do not agree on these, they would be lost unseen."""
    if getattr(session.config.option, "loadgroup", False):
        lost = [item for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid]
        assert not lost, f"xdist does not see the group of {lost[0].nodeid}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if UNDER_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = not_under_ci(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if UNDER_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = not_under_ci(report)
    return report


def not_under_ci(report: pytest.TestReport | pytest.CollectReport) -> str:
    return f"skipped, but under CI nothing may be missing. {reason(report)}"


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.getreports("skipped")
    if skipped:
        terminalreporter.section(f"skipped by name: {len(skipped)}")
        for report in sorted(skipped, key=lambda report: report.nodeid):
            terminalreporter.line(f"{report.nodeid}: {reason(report)}")
