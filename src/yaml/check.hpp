// SPDX-License-Identifier: Apache-2.0
//
// A document against the shapes of the language: unknown and missing keys, things of the wrong kind, words that are none.
#pragma once

#include "yaml/document.hpp"
#include "yaml/language.hpp"

namespace caseclock::detail {

/// Every fault of the document's form. What has the wrong form is passed over by the reader.
void check_form(const yaml_node& document, const shape& wanted, fault_sink& faults);

/// The record that a mapping is meant to be.
[[nodiscard]] const record_shape& record_of(const yaml_node& map, const shape& wanted) noexcept;

}  // namespace caseclock::detail
