"""Synthetic trade registers in SIPRI's layout: as many orders as asked, the same each time."""

from __future__ import annotations

import random
import re
from pathlib import Path

_STATES = [
    *re.findall(
        r"\w+",
        "Algeria Angola Argentina Australia Bangladesh Brazil Canada Chad Chile China Colombia "
        "Egypt Finland France Germany Ghana Greece India Indonesia Iran Iraq Israel Italy Japan "
        "Jordan Kenya Kuwait Malaysia Mali Mexico Morocco Myanmar Niger Nigeria Norway Oman "
        "Pakistan Peru "
        "Poland Portugal Qatar Russia Singapore Spain Sweden Thailand Tunisia Turkiye Uganda "
        "Uruguay Yemen",
    ),
    "United States", "United Kingdom", "South Korea", "Soviet Union", "Saudi Arabia",
    "South Africa", "Viet Nam", "United Arab Emirates", "unknown supplier(s)",
]  # fmt: skip
_WEAPONS = (
    "SAM", "armoured personnel carrier", "tank", "combat helicopter", "fighter aircraft",
    "frigate", "air search radar", "vehicle engine", "anti-tank missile", "UAV",
)  # fmt: skip
_HEAD = (
    "Transfers of major conventional arms from All countries  to All countries . Deals with "
    "deliveries made for the year range 'Not specified' to 'Not specified' \n"
    + "Synthetic.\n"
    * 7
    + "\nSource: synthetic.\nData generated: 18 May 2026 2:29:20 PM\n"
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
BUSY = ("Iran", "Russia")
"""Every fiftieth order is of this pair, so that one page is busy with them."""


def write(path: Path, orders: int) -> None:
    """Write a register; four in a hundred orders are not delivered, a fifth name money."""
    chance = random.Random(orders)
    with path.open("w", encoding="cp1252", newline="\n") as file:
        file.write(_HEAD)
        for number in range(orders):
            recipient, supplier = chance.sample(_STATES, 2) if number % 50 else BUSY
            if recipient.startswith("unknown"):
                recipient, supplier = supplier, recipient
            file.write(_row(chance, recipient, supplier))


def _row(chance: random.Random, recipient: str, supplier: str) -> str:
    year, count = chance.randint(1960, 2024), chance.randint(1, 400)
    delivered = 0 if chance.random() < 0.04 else count
    years = sorted({year + chance.randint(0, 5) for _ in range(chance.randint(1, 3))})
    remark = chance.choice(
        ["", "Incl launcher version", f"${count} m deal", "For use on frigates",
         f"Version {chance.randint(1, 99)} for export"]
    )  # fmt: skip
    flag = chance.choice(["", "?"])
    return (
        f"{recipient},{supplier},{year},{chance.choice(['', '?'])},{count},{flag},"
        f"W-{chance.randint(1, 3000)},{chance.choice(_WEAPONS)},{delivered},"
        f"{flag if delivered else ''},{'; '.join(map(str, years)) if delivered else ''},"
        f"{chance.choice(['New', 'Second hand'])},{remark},0.4,{count * 0.4:.2f},"
        f"{delivered * 0.4:.2f}\n"
    )
