# SPDX-License-Identifier: Apache-2.0
# Made by `./dev format` from the compiled module.
"""
The compiled part of caseclock. Use the package `caseclock`; nothing here is public by itself.
"""

from __future__ import annotations

__all__: list[str] = list()
__version__: str = "0.1.0"
