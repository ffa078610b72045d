"""A whole season played from an empty folder; every number held against the script's own account."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import jxanalytics as jx
from jxanalytics.cli import main
from jxanalytics.model.store import load_filed
from jxanalytics.narrative.season import returned
from jxanalytics.samples import season as plot
from jxanalytics.samples.season import Script, make_season
from jxanalytics.season import load_season
from jxanalytics.season.filing import coverage, filing
from jxanalytics.season.ledger import course, summary
from tests.season.player import Player, texts_of

SCRIPT = make_season()


class Seen:
    """What stood on file after each return, and what had been sent."""

    def __init__(self) -> None:
        self.ledgers: list[pd.DataFrame] = []
        self.filings: list[pd.DataFrame] = []
        self.sent: list[dict[str, str]] = []
        self.rounds: list[Counter[str]] = []


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Player, Seen]:
    root = tmp_path_factory.mktemp("season") / "绩效"
    assert main(["new", str(root)]) == 0
    player, seen = Player(SCRIPT, root), Seen()
    for step in player.steps:
        step()
        if getattr(step, "func", None) == player.send_back:
            look(player, seen)
    return player, seen


def look(player: Player, seen: Seen) -> None:
    season, year = load_season(player.data), load_filed(player.data)
    seen.ledgers.append(player.ledger())
    seen.filings.append(filing(season, year))
    turn = len(seen.sent)
    units = SCRIPT.asked(turn)
    seen.sent.append({u: "\n".join(texts_of(player.package(u, turn))) for u in units})
    returns = season["returns"].merge(year["units"][["unit_id", "name"]], on="unit_id")
    seen.rounds.append(Counter(dict(returns.groupby("name")["round"].max())))


def by_project(player: Player, table: pd.DataFrame) -> dict[tuple[str, str], str]:
    keys = zip(map(player.ids.__getitem__, table["name"]), table["code"], strict=True)
    return dict(zip(keys, table["state"], strict=True))


def test_the_ledger_is_the_scripts_account(played: tuple[Player, Seen]) -> None:
    """After each return every finding that ever went back stands in the state its fate gives it."""
    player, seen = played
    for turn, table in enumerate(seen.ledgers):
        assert by_project(player, table) == SCRIPT.ledger(turn)
        counts = Counter(SCRIPT.ledger(turn).values())
        (total,) = summary(table).to_dict("records")
        assert total.pop("raised") == sum(counts.values())
        assert {state: n for state, n in total.items() if n} == dict(counts)


def test_numbers_stay_over_the_rounds(played: tuple[Player, Seen]) -> None:
    """What went back once keeps its number, its round and its words in all later ledgers."""
    _, seen = played
    fixed = ["number", "project_id", "raised_round", "raised_on", "message", "places"]
    for before, after in zip(seen.ledgers, seen.ledgers[1:], strict=False):
        kept = after[after["number"].isin(before["number"])]
        assert kept[fixed].reset_index(drop=True).equals(before[fixed])


def test_the_state_of_filing_is_the_scripts_account(played: tuple[Player, Seen]) -> None:
    """Every project on the list stands where its fate puts it, after each return and at the end."""
    player, seen = played
    for turn, table in enumerate(seen.filings):
        states = dict(zip(map(player.ids.__getitem__, table["name"]), table["state"], strict=True))
        assert states == SCRIPT.states(turn)
    end = filing(load_season(player.data), load_filed(player.data))
    assert dict(zip(map(player.ids.__getitem__, end["name"]), end["state"], strict=True)) == SCRIPT.final()  # fmt: skip
    (total,) = coverage(end).to_dict("records")
    counts = Counter(SCRIPT.final().values())
    assert (total["listed"], total["unfiled"], total["sealed"], total["withdrawn"]) == (
        60 - counts["撤销"], counts["未报"], counts["定稿"], counts["撤销"],
    )  # fmt: skip
    money = {one.name: one.amount for one in SCRIPT.roster(True) if not one.withdrawn}
    unfiled = {SCRIPT.name(p) for p, state in SCRIPT.final().items() if state == "未报"}
    assert total["listed_amount"] == pytest.approx(sum(money.values()), abs=1e-6)
    assert total["filed_amount"] == pytest.approx(sum(a for n, a in money.items() if n not in unfiled), abs=1e-6)  # fmt: skip


def test_late_filers_are_told_with_their_days(played: tuple[Player, Seen]) -> None:
    """Whoever filed on 8 April is eight days late; all others are in time."""
    player, seen = played
    table = seen.filings[2]
    late = {player.ids[name] for name in table.loc[table["late_days"] > 0, "name"]}
    assert late == set(SCRIPT.of("late", "late_slip"))
    assert set(table.loc[table["late_days"] > 0, "late_days"]) == {8}


def test_each_unit_gets_its_findings_and_nobody_elses(played: tuple[Player, Seen]) -> None:
    """A package asks what the script says, and names no other unit and no project of another."""
    player, seen = played
    projects = {u: {SCRIPT.name(p) for p in SCRIPT.plan.ids if SCRIPT.unit(p) == u} for u in {SCRIPT.unit(p) for p in SCRIPT.plan.ids}}  # fmt: skip
    departments = {one.unit: one.department for one in SCRIPT.roster()}
    for turn, sent in enumerate(seen.sent):
        numbers = {(player.ids[r.name], r.code): r.number for r in seen.ledgers[turn].itertuples()}
        for unit, text in sent.items():
            asked = SCRIPT.asked(turn)[unit]
            assert all(numbers[key] in text for key in asked)
            known = "\n".join([*projects[unit], unit, departments[unit]])
            others = {name for u, names in projects.items() if u != unit for name in (*names, u)}
            leaked = [name for name in others if name not in known and name in text]
            assert leaked == [], (unit, turn)


def test_rounds_are_counted_by_unit(played: tuple[Player, Seen]) -> None:
    """A unit to which something goes back anew is in its next round; the others stay in theirs."""
    _, seen = played
    expected: Counter[str] = Counter()
    for turn, rounds in enumerate(seen.rounds):
        expected.update(SCRIPT.asked(turn).keys())
        assert rounds == expected


def test_the_chapter_on_findings_tells_the_account(played: tuple[Player, Seen]) -> None:
    """The book's chapter says how many findings went back in how many rounds, and how they stand."""
    player, _ = played
    said = str(returned(jx.load(player.data).facts()).blocks[0])
    counts = Counter(SCRIPT.ledger(2).values())
    assert f"退回修改3轮，涉及{len(SCRIPT.slips)}个项目、疑点{counts.total()}条" in said
    assert all(f"{state}{count}条" in said for state, count in counts.items())


def test_a_projects_course_is_told(played: tuple[Player, Seen]) -> None:
    """Receipts, returns, withdrawal and seal stand with round and date, in the order they happened."""
    player, _ = played
    table = course(load_season(player.data), load_filed(player.data))
    own = {p: [tuple(r) for r in g[["round", "date", "event"]].to_numpy()] for p, g in table.groupby(table["name"].map(player.ids))}  # fmt: skip
    (again,) = SCRIPT.of("again")
    days = [plot.RETURNS[0][0], plot.RETURNS[1][0]]
    assert [event for _, _, event in own[again]] == ["收到", "退回", "重报", "退回", "重报", "定稿"]
    assert [day for _, day, _ in own[again]] == [plot.IN_TIME, days[0], plot.SECOND, days[1], plot.THIRD, plot.SEALED]  # fmt: skip
    assert [number for number, _, _ in own[again]] == [1, 1, 2, 2, 3, 3]
    (gone,) = SCRIPT.of("withdrawn")
    assert own[gone][-1] == (2, plot.CHANGED, "撤销")


def test_a_project_bears_the_name_and_the_code_of_the_list(played: tuple[Player, Seen]) -> None:
    """A renamed project stands under its present name, the former one kept; codes are taken over."""
    year = load_filed(played[0].data)
    (renamed,) = SCRIPT.of("renamed")
    names = year["projects"].set_index("name")
    project = names.loc[SCRIPT.new_name(renamed), "project_id"]
    assert year["aliases"][["project_id", "kind", "alias"]].values.tolist() == [
        [project, "name", SCRIPT.name(renamed)]
    ]
    codes = {one.name: one.code for one in SCRIPT.roster(True) if one.name in names.index}
    assert names["project_code"].to_dict() == codes


def test_reminders_name_who_has_not_filed(played: tuple[Player, Seen]) -> None:
    """One letter a unit, with its own unfiled projects and none of another's."""
    player, _ = played
    folder = player.root / "reports" / str(plot.YEAR) / "reminders"
    waiting: dict[str, set[str]] = {}
    for project in SCRIPT.of("late", "late_slip", "unfiled", "withdrawn_unfiled"):
        waiting.setdefault(SCRIPT.unit(project), set()).add(SCRIPT.name(project))
    letters = {path.name: "\n".join(texts_of(path)) for path in folder.iterdir()}
    assert len(letters) == len(waiting)
    for unit, names in waiting.items():
        mine = [text for text in letters.values() if f"{unit}：" in text]
        assert len(mine) == 1
        everyone = {n for others in waiting.values() for n in others}
        assert {name for name in everyone if name in mine[0]} == names


def interrupted(patch: pytest.MonkeyPatch, kind: str) -> None:
    """Have the program killed before a change is made, after it, or while packages are written."""
    from jxanalytics.documents.notices import write
    from jxanalytics.model import changing

    commit = changing._commit

    def before(_: object) -> None:
        raise KeyboardInterrupt

    def after(change: changing.Change) -> None:
        commit(change)
        raise KeyboardInterrupt

    if kind == "writing":
        patch.setattr(write, "_zipped", before)
    else:
        patch.setattr(changing, "_commit", before if kind == "before" else after)


def tree(player: Player) -> Iterator[tuple[str, bytes]]:
    for folder in (player.data, player.notices):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(player.root)), path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["before", "after", "writing"])
def test_interrupted_and_repeated_the_season_is_the_same(
    played: tuple[Player, Seen], tmp_path: Path, kind: str
) -> None:
    """Every step cut short, run again and run once more: state and packages are the same bytes."""
    root = tmp_path / "绩效"
    assert main(["new", str(root)]) == 0
    player = Player(SCRIPT, root)
    for step in player.steps:
        with pytest.MonkeyPatch.context() as patch:
            interrupted(patch, kind)
            with contextlib.suppress(KeyboardInterrupt):
                step()
        step()
        step()
    assert dict(tree(player)) == dict(tree(played[0]))


@pytest.mark.slow
def test_the_season_ends_in_a_book(played: tuple[Player, Seen]) -> None:
    """What was filed in the end is bound into the book of the year."""
    player, _ = played
    player.jxa("book")
    assert (player.root / "reports" / str(plot.YEAR) / "book" / "index.html").is_file()


def test_the_script_is_the_same_every_time() -> None:
    """The same seed tells the same season."""
    again: Script = make_season()
    assert (again.fates, again.slips) == (SCRIPT.fates, SCRIPT.slips)
