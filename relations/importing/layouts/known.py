"""Every layout, in the order they are tried."""

from __future__ import annotations

from relations.importing.layouts import Layout
from relations.importing.layouts.alliance_by_dyad import CowAllianceByDyad
from relations.importing.layouts.alliance_years import AtopYears, CowAllianceYears
from relations.importing.layouts.colt import ColtVisits
from relations.importing.layouts.desta import Desta
from relations.importing.layouts.disputes import CowDisputes
from relations.importing.layouts.embassies import Embassies
from relations.importing.layouts.manytreaties import ManyTreaties
from relations.importing.layouts.sanctions import GlobalSanctions
from relations.importing.layouts.sipri_deliveries import SipriDeals, SipriDeliveries
from relations.importing.layouts.sipri_register import SipriRegister
from relations.importing.layouts.sipri_tiv import SipriTables
from relations.importing.layouts.un_votes import LibraryVotes, UnVotes
from relations.importing.layouts.untc import UnTreaties
from relations.importing.layouts.visit_table import VisitTable
from relations.importing.layouts.visits import ChinaVisits

LAYOUTS: tuple[Layout, ...] = (
    SipriRegister(), SipriDeliveries(), SipriDeals(), SipriTables(),
    CowAllianceYears(), CowAllianceByDyad(), AtopYears(), CowDisputes(),
    ManyTreaties(), Desta(), UnTreaties(),
    GlobalSanctions(), ChinaVisits(), ColtVisits(), Embassies(), VisitTable(), UnVotes(),
    LibraryVotes(),
)  # fmt: skip
