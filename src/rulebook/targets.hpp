// SPDX-License-Identifier: Apache-2.0
//
// The targets of a policy for one machine.
#pragma once

#include "caseclock/rulebook/due_phrase.hpp"
#include "rulebook/scope.hpp"

namespace caseclock::detail {

class target_builder {
public:
    target_builder(machine_scope& scope, const policy_description& from, policy& to) : scope_{scope}, from_{from}, to_{to} {}

    void build();
    /// What is due: the policy's list, or its `every` as one target.
    [[nodiscard]] std::span<const due_description> dues() const noexcept {
        return every_.empty() ? std::span<const due_description>{from_.due} : std::span<const due_description>{every_};
    }
    /// A warning "80 %" or "15s left".
    [[nodiscard]] warning read_warning(const marked_text& at);
    /// How long a reason may pause the clock; 0 when that is open.
    [[nodiscard]] duration_value read_max_pause(const marked_text& at_most);
    /// The policy starts no clock at all: an option that none fixed is its only target.
    [[nodiscard]] bool never_starts() const noexcept { return never_starts_; }
    /// When the policy starts no clock: the target that matches is an option that none fixed.
    [[nodiscard]] const condition& off_when() const noexcept { return off_when_; }
    [[nodiscard]] bool sometimes_off() const noexcept { return sometimes_off_; }
    /// Some target has no deadline.
    [[nodiscard]] bool may_be_without_deadline() const noexcept { return without_deadline_; }

private:
    struct written {
        const marked_text& phrase;
        const marked_text& calendar;
        const marked_text& rounding;
    };
    struct made_target {
        target made{};
        bool off = false;
    };
    void read_every();
    [[nodiscard]] written written_in(const due_description& due, const marked_text& phrase) const noexcept {
        return {phrase, due.calendar, due.rounding.empty() ? from_.rounding : due.rounding};
    }
    [[nodiscard]] std::optional<made_target> make(const written& from, std::string_view phrase);
    [[nodiscard]] std::optional<made_target> make_of_option(const written& from, const due_phrase& phrase);
    [[nodiscard]] bool fill(const written& from, const due_phrase& phrase, made_target& out);
    [[nodiscard]] bool fill_within(const written& from, const due_phrase& phrase, made_target& out);
    [[nodiscard]] bool fill_batch(const written& from, const due_phrase& phrase, made_target& out);
    [[nodiscard]] std::optional<batch_rounding> read_rounding(const marked_text& from);
    [[nodiscard]] std::optional<std::uint8_t> batch_attribute(const written& from, std::string_view name);
    [[nodiscard]] bool fill_between(const written& from, const due_phrase& phrase, made_target& out);
    [[nodiscard]] bool fill_close(const written& from, const due_phrase& phrase, target& out);
    [[nodiscard]] bool read_attribute(const written& from, std::string_view name, attribute_kind kind, target& out);
    /// A length that stands here; a fault when it is none.
    [[nodiscard]] std::optional<duration_value> read_length(const written& from, std::string_view text);
    [[nodiscard]] bool check_hours(std::uint32_t mark, const marked_text& calendar, duration_unit unit);
    [[nodiscard]] bool check_zone(std::uint32_t mark, const marked_text& calendar);
    /// The calendar that will be used, when that is known now.
    [[nodiscard]] std::optional<std::uint8_t> known_calendar(const marked_text& calendar) const;
    [[nodiscard]] bool never_closes(std::uint8_t calendar) const;
    void add_cap(const due_description& due, std::size_t number);
    /// The number of a target's ladder within the policy.
    [[nodiscard]] std::uint8_t ladder_of(const due_description& due);
    void add_otherwise(const due_description& due, std::size_t number);
    /// The number of a target behind those that are matched: one for each different text.
    [[nodiscard]] std::optional<std::uint8_t> add_behind(const written& from, std::uint8_t cap = no_target, std::uint8_t ladder = no_ladder);
    void check_what_is_said_of_all();
    void check_rounding(const due_description& due, std::size_t number);

    machine_scope& scope_;
    const policy_description& from_;
    policy& to_;
    std::vector<std::pair<std::string, std::uint8_t>> behind_;  ///< phrases of `otherwise` and `not_later_than`, and their targets
    std::vector<due_description> every_;                        ///< what `every` says, as a target
    condition off_when_;
    bool never_starts_ = false, sometimes_off_ = false, without_deadline_ = false;
};

}  // namespace caseclock::detail
