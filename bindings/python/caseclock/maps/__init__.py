# SPDX-License-Identifier: Apache-2.0
"""Logs into events: the map language, the readers, and the mapping itself.

    log --tables--> columns --rows--> cells and instants --mapping--> events and values of a desk
    map --document--> nodes --language--> LogMap
"""

from .document import MapError
from .language import LogMap
from .mapping import MappedLog, map_log
from .tables import BadRows, LogError

__all__ = ["BadRows", "LogError", "LogMap", "MapError", "MappedLog", "map_log"]
