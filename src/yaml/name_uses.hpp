// SPDX-License-Identifier: Apache-2.0
//
// Which names of a rulebook its texts mention. A name counts as mentioned when it stands anywhere but in its own definition and in prose:
// as a key, as a text, or as a word of a phrase ("within 3 rings" mentions the word ring). A role is mentioned, too, by a
// machine that tells it.
#pragma once

#include "caseclock/rulebook/lint.hpp"
#include "yaml/document.hpp"

#include <list>

namespace caseclock::detail {

/// Words, options, calendars, roles, rosters, ladders and conditions that nothing mentions. Periods, forms and cues are the host's to use.
[[nodiscard]] std::vector<description_finding> unused_names(const std::list<yaml_node>& documents, const rulebook_draft& d);

}  // namespace caseclock::detail
