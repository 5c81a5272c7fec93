"""What well-known corpora call parties, places, and the parts that these have in events: to propose, not to decide.

After the guidelines of CoNLL-2003 and MUC-6, OntoNotes 5, ACE 2005 and ERE (which KAIROS, RAMS and WikiEvents go on
from), PropBank, MUC-4, re3d and GLOCON. All of them as `plain` makes them: without case, marks and spaces.
"""

from annotator.domain.meanings import About, Part
from annotator.formats.records.foreign_values import plain

_PARTIES = """
    PER PERS PERSON INDIVIDUAL ORG ORGANIZATION ORGANISATION COM COMPANY NORP NATIONALITY GROUP MILITARY MILITIA
    ARMED_GROUP POLITICAL_PARTY GOVERNMENT PerpInd PerpOrg PERP PERPETRATOR ATTACKER ORGANIZER ORGANISER
"""
_PLACES = "LOC LOCATION GPE FAC FACILITY PLACE CITY TOWN VILLAGE COUNTRY REGION COORDINATES"
#: What a label's attributes are about, if it is one of these.
KINDS: dict[str, tuple[About, ...]] = {
    **{plain(name): (About.IDENTITY, About.ACTOR_TYPE) for name in _PARTIES.split()},
    **{plain(name): (About.PLACE,) for name in _PLACES.split()},
}
_PARTS = {
    Part.AGENT: """
        AGENT ATTACKER PERPETRATOR PERP PerpInd PerpOrg KILLER INJURER ASSAILANT SHOOTER BOMBER ABDUCTOR KIDNAPPER
        JAILER DETAINER DESTROYER DAMAGER DamagerDestroyer ORGANIZER ORGANISER INSTIGATOR ARG0
    """,
    Part.TARGET: "TARGET VICTIM DETAINEE HOSTAGE PATIENT HumanTarget PhysicalTarget ARG1",
    Part.PARTICIPANT: "PARTICIPANT ENTITY DEMONSTRATOR PROTESTER NEGOTIATOR COMMUNICATOR",
    Part.SOURCE: "SOURCE",
    Part.PLACE: "PLACE LOCATION LOC ARGM-LOC ARG-LOC AM-LOC",
    Part.TOLL: "CASUALTY CASUALTIES TOLL",
}
#: What a filler is to its event, if its role is one of these.
PARTS: dict[str, Part] = {plain(name): part for part, names in _PARTS.items() for name in names.split()}


def kind_of(name: str) -> tuple[About, ...]:
    """What a label of this name is about; of `PER.Police` and `PER:Group` what PER is."""
    return KINDS.get(plain(name)) or KINDS.get(plain(name.replace(":", ".").partition(".")[0]), ())


def part_of(name: str) -> Part | None:
    """What a filler in a role of this name is; of `Attack.Attacker` what an Attacker is."""
    return PARTS.get(plain(name)) or PARTS.get(plain(name.replace(":", ".").rpartition(".")[2]))
