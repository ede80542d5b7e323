// SPDX-License-Identifier: Apache-2.0
//
// Names and conditions as one machine knows them. Faults go to the sink that the scope was given, so that a policy can be tried on a
// machine it does not name.
#pragma once

#include "rulebook/draft.hpp"

namespace caseclock::detail {

class machine_scope {
public:
    machine_scope(rulebook_draft& d, std::size_t number, fault_sink& faults) noexcept : d_{d}, number_{number}, faults_{faults} {}

    [[nodiscard]] rulebook_draft& draft() const noexcept { return d_; }
    [[nodiscard]] fault_sink& faults() const noexcept { return faults_; }
    [[nodiscard]] const definition& machine() const noexcept { return d_.machines[number_]; }

    // ---- numbers by name, or a fault --------------------------------------------------------------------------------------------
    [[nodiscard]] std::optional<std::uint8_t> event(const marked_text& name) const;
    [[nodiscard]] std::optional<std::uint8_t> fact(const marked_text& name) const;
    [[nodiscard]] std::optional<std::uint8_t> attribute(const marked_text& name) const;
    /// The same of one kind: "an instant", "a duration".
    [[nodiscard]] std::optional<std::uint8_t> attribute(const marked_text& name, attribute_kind kind) const;
    /// A state; all states of a group of the machine, or those with a flag.
    [[nodiscard]] std::vector<std::uint8_t> states(const marked_text& name) const;
    /// A value of that attribute.
    [[nodiscard]] std::optional<std::int64_t> value(std::uint8_t attribute, const marked_text& text) const;
    [[nodiscard]] bool is_one_state(std::string_view name) const noexcept { return machine().state(name).has_value(); }

    /// From now on an option is asked like an attribute: number attribute_limit + n for option n, whose value is the number of its choice,
    /// or the code of its text. For whoever wants to know what the rulebook says under other choices.
    void keep_options_open() noexcept { options_are_open_ = true; }

    /// The condition in numbers; a part with a fault always holds.
    [[nodiscard]] condition compile(const when_description& when) {
        parts_ = 0;
        return compile(when, false);
    }

private:
    [[nodiscard]] condition compile(const when_description& when, bool unknown);
    [[nodiscard]] std::uint64_t mask(const marked_texts& facts) const;
    [[nodiscard]] std::vector<condition> compile_parts(const when_description& when, bool unknown);
    [[nodiscard]] condition compile_named(const marked_text& name, bool unknown);
    [[nodiscard]] condition compile_option(const when_description& when) const;
    [[nodiscard]] condition compile_open_option(const when_description& when) const;
    [[nodiscard]] condition compile_machines(const when_description& when) const;
    [[nodiscard]] condition compile_attribute(const when_description& when, bool unknown) const;

    rulebook_draft& d_;
    std::size_t number_;
    fault_sink& faults_;
    bool options_are_open_ = false;
    unsigned parts_ = 0;                  ///< of the condition being compiled
    std::vector<std::string_view> open_;  ///< named conditions being compiled
};

/// Tries `attempt(number of the machine, sink)` on every machine, until one knows all the names; if none does, what is wrong on the machine that
/// knows most. Nothing where a machine of the rulebook could not be built: that one may know them.
template <class Try> [[nodiscard]] fault_sink faults_on_nearest(const rulebook_draft& d, Try attempt) {
    std::optional<fault_sink> least;
    for (std::size_t m = 0; m < d.machines.size() && d.failed.empty(); ++m) {
        fault_sink tried;
        attempt(m, tried);
        if (tried.empty()) return {};
        if (!least || tried.size() < least->size()) least = std::move(tried);
    }
    return least ? std::move(*least) : fault_sink{};
}

/// Whether an option has one of these values; faults go to the sink.
[[nodiscard]] bool option_is(const rulebook_description& from, const when_description& when, fault_sink& faults);

}  // namespace caseclock::detail
