"""What stands behind people and says what happened to them: "were killed", "died", "wounded in" in a headline."""

from annotator.values.governors import ACTING, Governed, People
from annotator.values.grammar import grammar_of
from annotator.values.phrases import Table

#: How many words are looked at behind people, and behind a comma that opens a parenthesis.
_REACH, _PARENTHESIS = 18, 16
#: How far the noun stands behind "suffered" or "with".
_INJURY = 4


def governed_behind(people: People) -> Governed | None:
    """The first predicate behind them, ACTING where they do something to others, None where nothing is told."""
    return _Predicate(people).read()


class _Predicate:
    """Walks from the people to the right, over what may stand between a subject and its verb."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.place = people.last
        #: "were", "had", "not", a verb that tells something else: what was passed so far.
        self.is_being = False
        self.is_having = False
        self.is_negated = False
        self.acted: int | None = None
        self.was_acted_on = False
        self.has_object = False

    def read(self) -> Governed | None:
        limit = self.people.last + _REACH
        while self.place < min(limit, len(self.people.passage.words)):
            told = self._told()
            if told is not None:
                return told
            if not self._pass():
                return None
        return None

    # ------------------------------------------------------------ what is told at a place

    def _told(self) -> Governed | None:
        tables, words = self.people.tables, self.people.passage.words
        if tables.ends.at(words, self.place):
            return ACTING
        befell = tables.befalls.at(words, self.place)
        if befell is not None:
            return self._governed(befell, tables.befalls)
        state = tables.states.at(words, self.place)
        if state is not None and self._is_state():
            return self._governed(state, tables.states)
        participle = tables.participles.at(words, self.place)
        if participle is not None:
            return self._of_participle(participle)
        if tables.actives.at(words, self.place):
            return ACTING
        return self._injured() if self._leads_to_injury() else None

    def _of_participle(self, found: tuple[str, int]) -> Governed | None:
        if self.is_being:
            return self._governed(found, self.people.tables.participles)
        if (
            self.is_having
            or self.acted is not None
            or self.has_object
            or self._has_object(self._behind_joined(found[1]))
        ):
            return ACTING
        return self._governed(found, self.people.tables.participles)

    def _behind_joined(self, place: int) -> int:
        """Behind the verbs that a participle is joined to: "killed and wounded"."""
        people = self.people
        while people.word(place) in people.clauses.words.joints:
            after = people.past_fillers(place + 1)
            other = people.tables.participles.at(people.passage.words, after)
            if other is None:
                return place
            place = other[1]
        return place

    def _has_object(self, place: int) -> bool:
        """Whether a participle is a verb after all, and somebody else stands behind it: "killed 12 people"."""
        people, word = self.people, self.people.word(place)
        if not word[:1].isalnum() or people.is_filler(place) or people.is_quote(place):
            return False
        clauses = people.clauses.words
        if any(word in each for each in (clauses.prepositions, clauses.joints, clauses.breaks, clauses.manners)):
            return False
        return word not in people.tables.words.by and people.tables.participles.at(people.passage.words, place) is None

    def _is_state(self) -> bool:
        """Whether "dead" and the like say something of the people, and not of a noun of their own: "the dead"."""
        if self.place == self.people.last:
            return True
        clauses, before = self.people.clauses.words, self.people.word(self.place - 1)
        if self.is_being and self._is_among(self.place - 1):
            return True  # "was among the dead", "among the 14 dead"
        if before in clauses.prepositions or before in clauses.determiners or self.has_object:
            return False
        # "Came out unharmed", but "found the men dead".
        return self.acted is None or self.place - self.acted <= 2

    def _is_among(self, place: int) -> bool:
        """Whether "among the", with a number or without, ends here."""
        people = self.people
        if grammar_of(people.words).number(people.passage.words, place) is not None:
            place -= 1
        return (
            people.word(place) in people.clauses.words.determiners and people.word(place - 1) in people.tables.words.of
        )

    def _leads_to_injury(self) -> bool:
        people = self.people
        word = people.word(self.place)
        return (
            word in people.tables.words.withs or people.tables.suffers.at(people.passage.words, self.place) is not None
        )

    def _injured(self) -> Governed | None:
        people = self.people
        for place in range(self.place + 1, self.place + 1 + _INJURY):
            found = people.tables.nouns.at(people.passage.words, place)
            if found is not None and found[0] == "injured":
                return Governed(("injured",))
            if people.word(place) in people.clauses.words.prepositions or not people.word(place)[:1].isalpha():
                return None
        return None

    # ------------------------------------------------------------ one harm or several

    def _governed(self, found: tuple[str, int], table: Table[str]) -> Governed:
        people = self.people
        harm, end = found
        is_broad = people.word(self.place) in people.tables.words.broad
        harms, is_either = [harm], False
        place = people.past_fillers(end)
        while (other := self._joined(place, table)) is not None:
            is_either = is_either or people.word(place) in people.tables.words.either
            harms.append(other[0])
            place = people.past_fillers(other[1])
        return Governed(tuple(harms), is_broad, self.is_negated, is_either)

    def _joined(self, place: int, table: Table[str]) -> tuple[str, int] | None:
        """A further predicate of the same people: "abducted and later killed", "dead or wounded"."""
        people = self.people
        if people.word(place) == ",":
            place += 1
        if people.word(place) not in people.clauses.words.joints:
            return None
        after = people.past_fillers(place + 1)
        while people.word(after) in people.tables.words.be:
            after = people.past_fillers(after + 1)
        tables = (table, people.tables.participles, people.tables.befalls, people.tables.states)
        for each in tables:
            found = each.at(people.passage.words, after)
            if found is not None:
                is_verb = each is people.tables.participles and self._has_object(found[1])
                return None if is_verb else found
        return None

    # ------------------------------------------------------------ what may be passed

    def _pass(self) -> bool:
        """Past the word at this place; False where the sentence goes on about something else."""
        people, word = self.people, self.people.word(self.place)
        if word in (",", "("):
            return self._pass_parenthesis()
        if word in people.clauses.words.joints:
            return self._pass_joint()
        if self._stops():
            return False
        self._note(word)
        self.place += 1
        return True

    def _note(self, word: str) -> None:
        people, words = self.people, self.people.tables.words
        self.is_negated = self.is_negated or word in words.negations
        if word in words.be:
            self.is_being, self.is_having = True, False
        elif word in words.have:
            self.is_having = True
        elif people.clauses.is_past(people.passage, self.place) and not self._is_within_verb():
            self.acted, self.was_acted_on, self.is_being = self.place, self.is_being, False
        elif self.place > people.last and self._begins_noun_phrase():
            self.has_object = True

    def _is_within_verb(self) -> bool:
        """As "found" in "were found dead" and "feared" in "12 feared dead"."""
        people = self.people
        if not people.is_filler(self.place):
            return False
        tables, after = people.tables, people.past_fillers(self.place + 1)
        if people.word(after) in tables.words.be or people.word(after) in tables.words.have:
            return True
        return any(table.at(people.passage.words, after) for table in (tables.participles, tables.states))

    def _begins_noun_phrase(self) -> bool:
        people = self.people
        if people.word(self.place - 1) in people.clauses.words.prepositions:
            return False
        number = grammar_of(people.words).number(people.passage.words, self.place)
        return number is not None or people.word(self.place) in people.clauses.words.determiners

    def _stops(self) -> bool:
        people = self.people
        if people.word(self.place) in people.tables.words.who:
            # Behind a verb of their own it goes on about something else: "is aware of allegations that".
            return self.is_being or self.acted is not None
        if people.clauses.says_at(people.passage, self.place) is not None:
            return not self.is_being
        return people.is_break(self.place)

    def _pass_parenthesis(self) -> bool:
        """Past ", including six children," and the like, up to a verb."""
        people = self.people
        is_between = people.word(people.begin - 1) == "," and self._is_verb(self.place + 1)
        if self._opens_relative() or is_between:
            self.place += 1
            return True
        if self.place != people.last:
            return False
        if self._pass_apposition() or self._pass_list():
            return True
        for place in range(self.place + 1, self.place + _PARENTHESIS):
            if people.is_break(place) and people.word(place) != ")":
                return False
            if people.word(place) in (",", ")") and self._is_verb(place + 1):
                self.place = place + 1
                return True
        return False

    def _pass_list(self) -> bool:
        """Past ", his bodyguard and their driver", who share the verb behind the last of them."""
        people, has_joint = self.people, False
        if not self._opens_clause():
            return False
        for place in range(self.place + 1, self.place + _PARENTHESIS):
            word = people.word(place)
            if has_joint and self._is_verb(place):
                self.place = place
                return True
            if not word or people.is_break(place) or (self._is_past(place) and not people.is_filler(place)):
                return False
            if word in people.clauses.words.joints:
                has_joint = True
            elif word == "," and has_joint:
                return False
        return False

    def _pass_apposition(self) -> bool:
        """Past ", a leader of the group who", where "who" goes on about the people."""
        people = self.people
        if people.word(self.place + 1) not in people.clauses.words.determiners:
            return False
        for place in range(self.place + 2, self.place + _PARENTHESIS):
            if people.word(place) in people.tables.words.who:
                self.place = place
                return True
            if people.word(place) == "," or people.is_break(place) or self._is_past(place):
                return False
        return False

    def _opens_relative(self) -> bool:
        return self.people.word(self.place + 1) in self.people.tables.words.who

    def _is_verb(self, place: int) -> bool:
        people, words = self.people, self.people.tables.words
        place = people.past_fillers(place)
        if people.word(place) in words.be or people.word(place) in words.have:
            return True
        return any(
            table.at(people.passage.words, place) is not None
            for table in (people.tables.befalls, people.tables.participles)
        )

    def _pass_joint(self) -> bool:
        """Past "and", where their own verb or another subject of one verb goes on."""
        people = self.people
        after = people.past_fillers(self.place + 1)
        tables = (people.tables.participles, people.tables.befalls, people.tables.states)
        is_own = any(table.at(people.passage.words, after) for table in tables)
        is_own = is_own or people.word(after) in people.tables.words.be or self._is_past(after)
        if is_own and self.place != people.last:
            self.place, self.is_having = after, False
            # "Were ambushed and killed": what is joined to a passive is one too, if nobody stands behind it.
            self.acted = None if self.was_acted_on else self.acted
            return True
        if self.place == people.last and self._opens_clause():
            return self._pass_subject()
        return False

    def _pass_subject(self) -> bool:
        """As in "three soldiers and a civilian were killed", past those who share the verb."""
        people, words = self.people, self.people.tables.words
        for place in range(self.place + 2, self.place + 8):
            word = people.word(place)
            if word in words.be or word in words.have or people.tables.befalls.at(people.passage.words, place):
                self.place = place
                return True
            if word == "," or people.is_break(place) or self._is_past(place):
                return False
        return False

    def _is_past(self, place: int) -> bool:
        people = self.people
        return place < len(people.passage.words) and people.clauses.is_past(people.passage, place)

    def _opens_clause(self) -> bool:
        """Whether the people stand where a subject does."""
        people = self.people
        place = people.begin
        while place > 0 and people.word(place - 1) in people.clauses.words.determiners:
            place -= 1
        before = people.word(place - 1)
        return place == 0 or before == "," or people.is_break(place - 1) or people.ends_speech(place)
