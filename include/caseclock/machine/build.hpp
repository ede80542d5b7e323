// SPDX-License-Identifier: Apache-2.0
//
// The second producer: a definition from a description, at run time. Everything that a front-end can say can be said here, and runs on
// the same engine.
//
//   try { const definition d = build(description, options); }
//   catch (const description_error& e) { for (const auto& f : e.faults()) ... }      // all of them
#pragma once

#include "caseclock/machine/build/rows.hpp"

namespace caseclock {

/// The machine described; throws description_error with every fault.
[[nodiscard]] inline definition build(const machine_description& from, const build_options& options = {}) {
    auto d = std::make_shared<detail::definition_data>();
    auto program = std::make_shared<detail::program>();
    for (const auto& [name, guard] : options.guards) program->guards.push_back(guard);
    for (const auto& [name, action] : options.actions) program->actions.push_back(action);
    detail::draft draft{from, options, *d, *program, detail::fault_list(from.name)};
    detail::build_nouns(draft);
    detail::row_builder rows(draft);
    rows.build_all();
    detail::check_regions(draft);
    draft.faults.raise_if_any();
    detail::assemble(*d, rows.codes(), detail::tried::first_first);
    d->program = std::move(program);
    d->process = &detail::process_program;
    d->start = &detail::start_program;
    d->ask = &detail::ask_program;
    return definition(std::move(d));
}

}  // namespace caseclock
