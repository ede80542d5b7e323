# SPDX-License-Identifier: Apache-2.0
"""The clocks on customer cases: which promise is running, paused, met or missed, and why."""

from caseclock._core import __version__

__all__ = ["__version__"]
