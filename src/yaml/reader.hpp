// SPDX-License-Identifier: Apache-2.0
//
// From documents to a description. What has the wrong form was told by the checker and is passed over here; texts that do not say what
// they should are told here, with their place.
#pragma once

#include "yaml/check.hpp"

namespace caseclock::detail {

// ---- texts --------------------------------------------------------------------------------------------------------------------------
[[nodiscard]] inline std::string text_of(const yaml_node& node) { return node.is_text() ? node.text : std::string{}; }
[[nodiscard]] inline marked_text marked(const yaml_node& node) { return {text_of(node), node.mark}; }
[[nodiscard]] marked_texts marked_list(const yaml_node& node);  ///< a text, or those of a list
[[nodiscard]] std::vector<std::string> texts_of(const yaml_node& node);
/// The items of a list; the node itself when it is a text or a mapping.
[[nodiscard]] std::vector<const yaml_node*> items_of(const yaml_node& node);
[[nodiscard]] inline std::vector<std::string> rules_of(const yaml_node& map) { return texts_of(map.at("rule")); }

// ---- the sections -------------------------------------------------------------------------------------------------------------------
[[nodiscard]] calendar_description read_calendar(const yaml_entry& from, fault_sink& faults);
[[nodiscard]] when_description read_when(const yaml_node& from);
[[nodiscard]] policy_description read_policy(const yaml_entry& from, fault_sink& faults);
[[nodiscard]] metric_description read_metric(const yaml_entry& from);
[[nodiscard]] ladder_description read_ladder(const yaml_entry& from, fault_sink& faults);
/// Needs the rulebook's conditions, options and forms.
[[nodiscard]] machine_description read_machine(const yaml_entry& from, const rulebook_description& rulebook, fault_sink& faults);
/// Everything but machines and `include`. Settings that are there already stay.
void read_sections(const yaml_node& document, rulebook_description& to, fault_sink& faults);
/// What the linter need not tell: `ignore` of the document and of what is defined in it.
void read_ignored(const yaml_node& document, bool is_outermost, std::vector<ignored_finding>& to, fault_sink& faults);

}  // namespace caseclock::detail
