"""Spans that tell of the same, as formats without names for links have them: in clusters, the main one first.

Ours are links, each from one span to another. A cluster is read as a star: of each further span a link to the main
one. It holds links that make one, and those of a chain, which come back bent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from annotator.domain.annotations import Link, Span
from annotator.domain.schema import Meaning, Schema


@dataclass(frozen=True, slots=True)
class Cluster:
    """The main span, the further ones, and the links that say so, as many as those."""

    main: Span
    further: tuple[Span, ...]
    links: tuple[Link, ...]
    #: Those of them that lead from another span, or to another, than a cluster is read as.
    bent: tuple[Link, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.main, *self.further)


def cluster_role(schema: Schema | None, meaning: Meaning, from_label: str, to_label: str) -> str:
    """The role that links of a cluster are read as: the first of that meaning which joins these labels.

    Where the schema has none, or there is no schema, it is called as the meaning is.
    """
    roles = schema.roles if schema else ()
    fitting = (role.name for role in roles if role.meaning is meaning and role.joins(from_label, to_label))
    return next(fitting, str(meaning))


def clusters_of(
    links: Iterable[Link], spans: Mapping[str, Span], schema: Schema, meaning: Meaning
) -> tuple[Cluster, ...]:
    """The clusters that links of this meaning make, in text order; not every link need be in one."""
    fitting = [
        link
        for link in links
        if cluster_role(schema, meaning, spans[link.from_id].label, spans[link.to_id].label) == link.role
    ]
    made = [_cluster(component, spans, schema, meaning) for component in components(fitting)]
    return tuple(sorted(made, key=lambda each: each.main.place))


def components(links: Iterable[Link]) -> list[list[Link]]:
    """The links, parted into groups that share no span."""
    groups: list[tuple[set[str], list[Link]]] = []
    for link in links:
        ends = {link.from_id, link.to_id}
        touching = [group for group in groups if group[0] & ends]
        groups = [group for group in groups if not group[0] & ends]
        groups.append((ends.union(*(each[0] for each in touching)), [*chain(*(each[1] for each in touching)), link]))
    return [group[1] for group in groups]


def _cluster(links: Sequence[Link], spans: Mapping[str, Span], schema: Schema, meaning: Meaning) -> Cluster:
    heads = Counter(link.to_id for link in links)
    main = min(heads, key=lambda each: (-heads[each], spans[each].place))
    direct = [link for link in links if link.to_id == main]
    apart = {end for link in links for end in (link.from_id, link.to_id)} - {link.from_id for link in direct} - {main}
    roles = {cluster_role(schema, meaning, spans[each].label, spans[main].label) for each in apart}
    bent: list[Link] = []
    if all((role := schema.role(name)) is not None and role.max == 0 for name in roles):
        bent = [link for link in links if link not in direct][: len(apart)]
    else:
        apart = set()
    further = sorted((spans[each] for each in apart | {link.from_id for link in direct}), key=lambda span: span.place)
    return Cluster(spans[main], tuple(further), (*direct, *bent), tuple(bent))


def ties(links: Iterable[Link], schema: Schema, meaning: Meaning) -> dict[str, frozenset[str]]:
    """The spans that links of this meaning tie to each that they tie at all, it among them."""
    found = components(link for link in links if schema.meaning(link.role) is meaning)
    groups = (frozenset(end for link in group for end in (link.from_id, link.to_id)) for group in found)
    return {span: group for group in groups for span in group}
