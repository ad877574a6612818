"""Files in SIPRI's layouts, with orders made up for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

REGISTER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
DELIVERIES = (
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
    "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
    "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,"
    "Local production"
)


def order(
    recipient: str = "Iran",
    supplier: str = "Russia",
    year: Any = 1993,
    *,
    ordered: Any = 104,
    weapon: str = "Engine-1",
    kind: str = "vehicle engine",
    delivered: Any = 104,
    years: str = "1994; 1995",
    status: str = "New",
    comment: str = "For tanks",
    flags: str = "   ",
    tiv: tuple[str, str, str] = ("0.11", "11.44", "11.44"),
) -> str:
    """One row of the register; flags: of the year and both numbers, "?" or a blank."""
    year_flag, ordered_flag, delivered_flag = (flag.strip() for flag in flags)
    cells = (
        recipient, supplier, year, year_flag, ordered, ordered_flag, weapon, kind, delivered,
        delivered_flag, years, status, comment, *tiv,
    )  # fmt: skip
    return ",".join(map(str, cells))


def delivery(
    number: int = 51977,
    supplier: str = "Russia",
    recipient: str = "Iran",
    weapon: str = "Engine-1",
    *,
    kind: str = "vehicle engine",
    category: str = "Engines",
    ordered: int = 1993,
    delivered: Any = 50,
    year: Any = 1994,
    estimates: tuple[str, str, str] = ("No", "No", "No"),
    status: str = "New",
    tiv: str = "5.5",
    local: str = "No",
) -> str:
    """One row of the deliveries; estimates: of the order date, the number and the year."""
    cells = (
        number, supplier, recipient, weapon, kind, category, ordered, estimates[0], delivered,
        estimates[1], year, estimates[2], status, "0.11", "0.11", tiv, local,
    )  # fmt: skip
    return ",".join(map(str, cells))


def _preamble(scope: str, made: str) -> list[str]:
    return [
        scope, "A '?' marks what is uncertain.", "An empty number is unknown.", "TIV in millions.",
        "An empty TIV is unknown.", "A 0 is rounded.", "Figures may not add up.", "See the method.",
        "", "Source: SIPRI Arms Transfers Database (c) SIPRI.", f"Data generated: {made} 2:29 PM",
    ]  # fmt: skip


def register(
    folder: Path,
    *rows: str,
    made: str = "18 May 2026",
    years: tuple[Any, Any] = ("Not specified", "Not specified"),
    supplier: str = "All countries",
    recipient: str = "All countries ",
    name: str = "",
    encoding: str = "cp1252",
) -> Path:
    """Write a register as SIPRI does: cp1252, line feeds, nothing quoted."""
    scope = (
        f"Transfers of major conventional arms from {supplier}  to {recipient}. Deals with "
        f"deliveries made for the year range '{years[0]}' to '{years[1]}' "
    )
    path = folder / (name or f"register {made}.csv")
    lines = [*_preamble(scope, made), REGISTER, *rows]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def deliveries(
    folder: Path,
    *rows: str,
    made: str = "13 Apr 2024",
    years: tuple[int, int] = (1950, 2023),
    name: str = "",
) -> Path:
    scope = (
        "Transfers of major conventional arms from All countries to All countries. Deals with "
        f"deliveries or orders made for year range '{years[0]}' to '{years[1]}' "
    )
    path = folder / (name or f"deliveries {made}.csv")
    lines = [*_preamble(scope, made), DELIVERIES, *rows]
    path.write_bytes(("\n".join(lines) + "\n").encode("cp1252"))
    return path


def deals(folder: Path, *rows: str, name: str = "DealsAndTIVs.txt") -> Path:
    """The layout of before 2023, parted by semicolons."""
    head = DELIVERIES.replace("SIPRI AT Database ID,Supplier,Recipient", "Deal ID,Seller,Buyer")
    lines = [
        "SIPRI Transfers Database ", "", "",
        " Database search results for buyer 'All Countries' and seller  'All Countries' and the "
        "years from 1950 to 2021 - (created: 17-09-2022)",
        "", head.replace(",", ";"), *(row.replace(",", ";") for row in rows), "",
        "(c) SIPRI, 2022. Terms and conditions of use; see the site.",
    ]  # fmt: skip
    path = folder / name
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path
