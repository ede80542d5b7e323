# SPDX-License-Identifier: Apache-2.0
"""The clocks on customer cases: which promise is running, paused, met or missed, and why."""

from caseclock._core import Adopted, Adoption, Answers, Case, Clock, Correction, Effect, Event, EventType, Period, Receipt, ReceiptCorrection, Verdict
from caseclock._core import __version__ as __version__
from caseclock.batch import Batch, event_dtype, value_dtype
from caseclock.calendar import Calendar, Stretch
from caseclock.desk import Desk
from caseclock.errors import CalendarError, HorizonError, RulebookError
from caseclock.findings import Finding, lint
from caseclock.machine import Machine
from caseclock.proofs import Proof, WhyNot, explain, explain_all, proofs_svg, why_not
from caseclock.rulebook import Rulebook

__all__ = [
    "Adopted", "Adoption", "Answers", "Batch", "Calendar", "CalendarError", "Case", "Clock", "Correction", "Desk", "Effect", "Event", "EventType",
    "Finding", "HorizonError", "Machine", "Period", "Proof", "Receipt", "ReceiptCorrection", "Rulebook", "RulebookError", "Stretch", "Verdict",
    "WhyNot", "__version__", "event_dtype", "explain", "explain_all", "lint", "proofs_svg", "value_dtype", "why_not",
]
