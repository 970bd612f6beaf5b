"""The whole check: every fault in the trainers' files, gravest questions last asked."""

from datetime import date
from pathlib import Path

from bot.workshop.check_domain import check_domain, unused
from bot.workshop.check_examples import check_examples
from bot.workshop.check_stories import check_stories, entries
from bot.workshop.check_texts import check_texts
from bot.workshop.coverage import Coverage, check_coverage, count
from bot.workshop.examples import blocks
from bot.workshop.facts_read import check_facts, read_table
from bot.workshop.finding import Finding, Severity, in_order, info
from bot.workshop.held_out import check_held_out
from bot.workshop.names import DOMAIN, read_names
from bot.workshop.project import Project, read_project
from bot.workshop.rasa_checks import check_with_rasa
from bot.workshop.shape import faults
from bot.workshop.shapes import BY_KIND
from bot.workshop.wrong_language import wrong_language


def check_project(root: Path, today: date, with_rasa: bool = True) -> list[Finding]:
    """Every fault of a project folder, in the order of files and lines.

    Contradictions are looked for when the dialogue's files have no other error.
    """
    project = read_project(root)
    findings = [*project.findings, *_shapes(project)]
    names = read_names(project)
    findings += check_domain(project, names)
    stories, used = check_stories(project, names)
    findings += stories
    findings += unused(names, used.actions) if names.declared and not _broken(findings, "data/stories") else []
    facts = read_table(project)
    findings += [*check_texts(project, names, facts), *check_facts(project, facts, today)]
    found = blocks(project)
    examples = [example for block in found for example in block.examples]
    findings += [*check_examples(found, names), *wrong_language(examples), *check_held_out(root, examples)]
    if not _broken(findings, "data/nlu"):
        findings += check_coverage(count(found), names)
    if with_rasa:
        findings += _rasa(project, findings)
    return in_order(findings)


def answer_errors(root: Path) -> list[Finding]:
    """Errors in answers and facts alone: quick enough for a look at a running installation."""
    project = read_project(root)
    findings = [*project.findings, *check_texts(project, read_names(project), read_table(project))]
    return in_order([each for each in findings if each.severity is Severity.ERROR])


def coverage(root: Path) -> Coverage:
    """Examples by intent and language."""
    return count(blocks(read_project(root)))


def failed(findings: list[Finding]) -> bool:
    """Whether there is an error among them."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def _shapes(project: Project) -> list[Finding]:
    found: list[Finding] = []
    for source in project.sources.values():
        found += faults(source.document, BY_KIND[source.kind])
    return found


def _broken(findings: list[Finding], folder: str) -> bool:
    return any(each.file.startswith(folder) and each.rule in ("yaml", "tab", "wrong-type") for each in findings)


def _rasa(project: Project, findings: list[Finding]) -> list[Finding]:
    part = (DOMAIN, "config.yml", "data/stories")
    in_the_way = [each for each in findings if each.severity is Severity.ERROR and each.file.startswith(part)]
    if in_the_way:
        message = "contradictions between rules and stories are looked for once the errors here are mended"
        return [info(in_the_way[0].file, 0, "not-checked", message)]
    return check_with_rasa(project, entries(project.of("stories")))
