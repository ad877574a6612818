"""Every layout, in the order they are tried."""

from __future__ import annotations

from relations.importing.layouts import Layout
from relations.importing.layouts.sipri_deliveries import SipriDeals, SipriDeliveries
from relations.importing.layouts.sipri_register import SipriRegister
from relations.importing.layouts.un_votes import UnVotes

LAYOUTS: tuple[Layout, ...] = (SipriRegister(), SipriDeliveries(), SipriDeals(), UnVotes())
