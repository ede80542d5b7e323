// SPDX-License-Identifier: Apache-2.0
//
// A rulebook from plain data: every name looked up, every value checked, everything numbered. Compiled in caseclock::runtime.
//
//   try { const rulebook own = build(description, workflows::builtin_machines()); }
//   catch (const description_error& e) { for (const auto& f : e.faults()) ... }      // all of them: mark, subject, sentence
//
// The rule that surprises: a policy that names no machine serves every machine that knows all the names it uses.
#pragma once

#include "caseclock/rulebook/description.hpp"

namespace caseclock {

/// The rulebook described, over these machines and its own, in that order. Throws description_error with every fault.
[[nodiscard]] rulebook build(const rulebook_description& from, std::span<const definition> machines);

}  // namespace caseclock
