// SPDX-License-Identifier: Apache-2.0
//
// A rulebook from plain data: every name looked up, every value checked, everything numbered. Compiled in caseclock::runtime.
//
//   try { const rulebook own = build(description, workflows::builtin_machines()); }
//   catch (const description_error& e) { for (const auto& f : e.faults()) ... }      // all of them: mark, subject, sentence
//
//   const rulebook next = successor(desk.book(), load_rulebook("own.yaml"), texts);      // what a desk with open cases can adopt
//
// The rule that surprises: a policy that names no machine serves every machine that knows all the names it uses.
#pragma once

#include "caseclock/rulebook/description.hpp"

namespace caseclock {

/// The rulebook described, over these machines and its own, in that order. Throws description_error with every fault.
[[nodiscard]] rulebook build(const rulebook_description& from, std::span<const definition> machines);

/// `next` as the newest version after those of `before`: every number of `before` means there what it means here. `texts` are the host's, with
/// the codes from rulebook::first_free_code on. Throws description_error when all versions together have too many machines, calendars or words
/// (at most 255, 254 and 65,534), and std::invalid_argument when `next` has versions itself.
[[nodiscard]] rulebook successor(const rulebook& before, const rulebook& next, std::span<const std::string> texts = {});

}  // namespace caseclock
