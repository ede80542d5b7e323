// SPDX-License-Identifier: Apache-2.0
//
// Conditions of a rulebook in the words of a machine that is only being described: named conditions written out, options decided.
#pragma once

#include "rulebook/scope.hpp"

namespace caseclock::detail {

class row_conditions {
public:
    row_conditions(const rulebook_description& from, const machine_description& machine, fault_sink& faults) noexcept
        : from_{from}, machine_{machine}, faults_{faults} {}

    /// The condition for a row of these events, whose fields it may ask for.
    [[nodiscard]] condition_description translate(const when_description& when, const std::vector<std::string>& events);
    /// A value of that attribute, or of a field of these events, as the machine's builder takes it.
    [[nodiscard]] value_description value(std::string_view attribute, const marked_text& text, const std::vector<std::string>& events = {});

private:
    [[nodiscard]] condition_description translate(const when_description& when, bool unknown);
    [[nodiscard]] condition_description translate_named(const marked_text& name, bool unknown);
    [[nodiscard]] condition_description translate_attribute(const when_description& when, bool unknown);
    [[nodiscard]] const attribute_description* attribute_named(std::string_view name) const noexcept;
    [[nodiscard]] const field_description* field_named(std::string_view name) const noexcept;

    const rulebook_description& from_;
    const machine_description& machine_;
    fault_sink& faults_;
    std::vector<std::string> events_;
    std::vector<std::string_view> open_;
    unsigned parts_ = 0;
};

}  // namespace caseclock::detail
