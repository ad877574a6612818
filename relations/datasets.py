"""The data sets we read: what to call each, whom to credit and under which terms it may leave.

A fact of a data set carries the key of this table in `Fact.dataset`. Credits and terms are the
publishers' own, read on their sites; where none is written the strictest reading is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DATASETS", "Dataset", "said_by"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """`short` stands in badges ("Per SIPRI (estimate)"), `credit` under every page that uses it.

    `is_estimate`: its numbers are estimates by its own words. `is_redistributable`: rows may
    leave by file, feed and API for readers who are not signed in.
    """

    key: str
    short: str
    title: str
    publisher: str
    publisher_kind: str
    address: str
    credit: str
    licence: str
    is_redistributable: bool
    is_estimate: bool = False


_COW = "Correlates of War Project"

DATASETS: dict[str, Dataset] = {
    row.key: row
    for row in (
        Dataset(
            "sipri", "SIPRI", "SIPRI Arms Transfers Database",
            "Stockholm International Peace Research Institute", "think_tank",
            "https://www.sipri.org/databases/armstransfers",
            "Source: SIPRI Arms Transfers Database, https://www.sipri.org/databases/armstransfers",
            "SIPRI terms: non-commercial, not to be redistributed", False, True,
        ),
        Dataset(
            "cow-alliances", "COW", "COW Formal Alliances", _COW, "academic",
            "https://correlatesofwar.org/data-sets/formal-alliances/",
            "Gibler, International Military Alliances, 1648-2008 (2009), Correlates of War",
            "Free with citation", True,
        ),
        Dataset(
            "atop", "ATOP", "Alliance Treaty Obligations and Provisions",
            "ATOP Project, Rice University", "academic", "http://www.atopdata.org/",
            "Leeds, Ritter, Mitchell and Long, Alliance Treaty Obligations and Provisions (2002)",
            "Free with citation", True,
        ),
        Dataset(
            "cow-mid", "COW", "COW Militarized Interstate Disputes", _COW, "academic",
            "https://correlatesofwar.org/data-sets/mids/",
            "Palmer and others, The MID5 Dataset, 2011-2014 (2021), Correlates of War",
            "Free with citation", True,
        ),
        Dataset(
            "manytreaties", "manytreaties", "manytreaties", "Global Governance Observatory",
            "academic", "https://github.com/globalgov/manytreaties",
            "Hollway and others, manytreaties (CC BY 4.0)", "CC BY 4.0", True,
        ),
        Dataset(
            "desta", "DESTA", "Design of Trade Agreements", "DESTA project", "academic",
            "https://www.designoftradeagreements.org/",
            "Dür, Baccini and Elsig, The Design of International Trade Agreements (2014)",
            "Free with citation", True,
        ),
        Dataset(
            "untc", "UN Treaty Collection", "United Nations Treaty Collection",
            "United Nations, Treaty Section", "registry", "https://treaties.un.org/",
            "Source: United Nations Treaty Collection, https://treaties.un.org",
            "UN terms: attribution", True,
        ),
        Dataset(
            "gsdb", "GSDB", "Global Sanctions Data Base", "GSDB team", "academic",
            "https://www.globalsanctionsdatabase.com/",
            "Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov, "
            "The Global Sanctions Data Base (2020)",
            "For research, not to be redistributed whole", False,
        ),
        Dataset(
            "leader-visits", "visits list", "Visits abroad by leaders",
            "Compiled list of visits", "dataset", "",
            "Visits by leaders: CEIAS, Wikipedia (CC BY-SA) and foreign ministries",
            "Cite; part is CC BY-SA", True,
        ),
        Dataset(
            "visits", "imported table", "Table of visits", "Authors of an imported table",
            "unknown", "", "Visits of a table imported here, which does not name its authors",
            "Not told", True,
        ),
        Dataset(
            "colt", "COLT", "Country and Organization Leader Travel", "Diplometrics", "academic",
            "https://korbel.du.edu/pardee/diplometrics",
            "Diplometrics, Country and Organization Leader Travel (COLT)", "Cite", False,
        ),
        Dataset(
            "embassies", "embassy list", "Database of embassies", "database-of-embassies",
            "dataset", "https://github.com/database-of-embassies/database-of-embassies",
            "Database of embassies, from Wikidata (CC0)", "CC0", True,
        ),
        Dataset(
            "un-votes", "UN votes", "United Nations General Assembly voting data",
            "Erik Voeten and others", "academic",
            "https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ",
            "Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (2009)",
            "Free with citation", True,
        ),
        Dataset(
            "un-library-votes", "UN votes", "United Nations General Assembly voting data",
            "Dag Hammarskjöld Library", "registry", "https://digitallibrary.un.org/record/4060887",
            "United Nations, Dag Hammarskjöld Library, General Assembly voting data",
            "UN terms: attribution, not for commerce", True,
        ),
    )
}  # fmt: skip


def said_by(dataset: str) -> str:
    """What a badge says of a data set's own word: "SIPRI (estimate)", "COW"; empty for none."""
    known = DATASETS.get(dataset)
    if known is None:
        return ""
    return f"{known.short} (estimate)" if known.is_estimate else known.short
