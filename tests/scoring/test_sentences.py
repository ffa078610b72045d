"""Rule sentences: what is read, what is refused and how a rule prints back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from jxanalytics.scoring import Unreadable, parse_rule, sentence
from jxanalytics.scoring.rules import Rule
from tests.scoring.sentences import READ, REFUSED
from tests.scoring.strategies import rules


def test_there_are_enough_examples() -> None:
    """At least sixty real-looking sentences, and a fair number that must be refused."""
    assert len(READ) >= 60
    assert len(REFUSED) >= 20
    assert len({text for text, _ in READ + REFUSED}) == len(READ) + len(REFUSED)


@pytest.mark.parametrize(("text", "canonical"), READ)
def test_a_sentence_is_read_and_printed_back(text: str, canonical: str) -> None:
    """A sentence becomes a rule, the rule a sentence, and that sentence the same rule."""
    rule = parse_rule(text, 2020)
    assert sentence(rule) == canonical
    assert parse_rule(canonical, 2020) == rule


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_what_is_not_understood_is_named(text: str, part: str) -> None:
    """A sentence that cannot be read is refused, naming the part that was not understood."""
    with pytest.raises(Unreadable) as refused:
        parse_rule(text, 2020)
    assert refused.value.part == part
    assert refused.value.why


@given(rules())
@settings(max_examples=150)
def test_every_rule_survives_being_printed(rule: Rule) -> None:
    """Rule → sentence → rule is the same rule, whatever its kind and figures."""
    assert parse_rule(sentence(rule)) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "满分",
        "，，，",
        "每",
        "%",
        "得" * 500,
        "1" * 400,
        "每下降%扣分",
        "((((((",
        "每下降0%扣1分",
    ],
)
def test_rubbish_is_refused_in_short_time(text: str) -> None:
    """Empty, meaningless and overlong texts are refused rather than guessed at."""
    with pytest.raises(Unreadable):
        parse_rule(text)


def test_a_date_without_year_is_not_guessed() -> None:
    """A month and day alone are no deadline unless the year is given."""
    with pytest.raises(Unreadable):
        parse_rule("6月30日前完成得满分，逾期不得分")


def test_an_unreadable_error_survives_pickling() -> None:
    """The error crosses a process boundary with its part and reason."""
    import pickle

    error = pickle.loads(pickle.dumps(Unreadable("每变化5%", "无法识别")))
    assert (error.part, error.why) == ("每变化5%", "无法识别")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("达标得５分，“看　情况”再定", "“看　情况”再定"),
        ("零宽\u200b宽", "零宽\u200b宽"),
        ("超过９０％得“满分”，另行 研究", "另行 研究"),
    ],
)
def test_what_is_not_understood_is_quoted_as_written(written: str, said: str) -> None:
    """Spaces, quotes and full-width signs stay in the part that is named, whatever reading makes of them."""
    with pytest.raises(Unreadable) as refused:
        parse_rule(written)
    assert refused.value.part == said
