# SPDX-License-Identifier: Apache-2.0
"""The clocks on customer cases: which promise is running, paused, met or missed, and why."""

from caseclock._core import __version__
from caseclock.calendar import Calendar, Stretch
from caseclock.errors import CalendarError, HorizonError

__all__ = ["Calendar", "CalendarError", "HorizonError", "Stretch", "__version__"]
