"""What stands beside France and Germany: small files of data sets, imported."""

from __future__ import annotations

from tests.relations.importing.conftest import Importing

COW = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n"
ATOP = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
PARTIES = (
    "stateID,treatyID,Title,Begin,End,Signature,StateSignature,StateRatification,Force,"
    "StateForce,Term,StateEnd,Coder,Comments\n"
)
TREATY = "RAIL_1990A,Convention on rail,1990-05-01,,1990-05-01,{},{},1991-01-01,{},,,,\n"


def allied(folder, cow="", atop=""):
    """France and Germany by COW and by ATOP, as rows of dyad and year."""
    for name, text in (("cow.csv", COW + cow), ("atop.csv", ATOP + atop)):
        (folder / name).write_text(text)
        if text.count("\n") > 1:
            Importing().do(folder / name)


def rail(folder):
    """A treaty of three, that France and Germany joined on two days."""
    (folder / "parties.csv").write_text(
        PARTIES
        + "DEU," + TREATY.format("1990-05-01", "1990-06-02", "1991-01-01")
        + "FRA," + TREATY.format("1990-05-01", "1992-07", "1992-08")
        + "ITA," + TREATY.format("", "1993", "1993")
    )  # fmt: skip
    Importing().do(folder / "parties.csv")


def votes(folder, choices):
    """Roll calls from 2001 on, one a year; how France and Germany voted in each."""
    rows = list(enumerate(choices, start=1))
    calls = "".join(f"{n},60,0,{2000 + n}-12-01,R/{n},0,0,TRADE,ON TRADE\n" for n, _ in rows)
    said = "".join(
        f"{n},{name},{code},{choice}\n"
        for n, both in rows
        for name, code, choice in zip(("France", "Germany"), ("FR", "DE"), both, strict=True)
    )
    for name, text in (
        ("votes.csv", f"rcid,country,country_code,vote\n{said}"),
        ("calls.csv", f"rcid,session,importantvote,date,unres,amend,para,short,descr\n{calls}"),
        ("issues.csv", "rcid,short_name,issue\n2,ec,Economic development\n"),
    ):
        (folder / name).write_text(text)
    Importing().do(*(folder / name for name in ("votes.csv", "calls.csv", "issues.csv")))
