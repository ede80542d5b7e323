# SPDX-License-Identifier: Apache-2.0
"""`python -m caseclock`: the command, for where its script is not on the path."""

from .cli import main

main()
