// SPDX-License-Identifier: Apache-2.0
//
// Events that come in the numbers of one version of a rulebook, told to a case of another.
#pragma once

#include "caseclock/desk/machine_translation.hpp"
#include "caseclock/desk/receipt.hpp"
#include "caseclock/rulebook/rulebook.hpp"

#include <map>

namespace caseclock::detail {

/// An event with its values, in the numbers of the version that is to take it.
struct told_event {
    event e{};
    std::span<const event_value> values{};
    std::vector<event_value> made{};  ///< the values, where others were given
};

class version_translation {
public:
    explicit version_translation(const rulebook& book) : several_{book.versions().size() > 1} {}

    [[nodiscard]] bool several() const noexcept { return several_; }

    /// False when the version does not know the event's machine, its kind, or something that it says; then the receipt says which.
    [[nodiscard]] bool tell(const rulebook& book, const event& e, std::span<const event_value> values, std::uint8_t version, told_event& told, receipt& r) const {
        told.e = e;
        told.values = values;
        if (e.machine >= book.machines().size() || book.plan(e.machine).version == version) return true;  // malformed or not, as it is
        const auto fault = [&](event_field field, std::size_t detail = 0) {
            r.field = field;
            r.detail = static_cast<std::uint8_t>(detail);
            return false;
        };
        const auto& to = translation(book, e.machine, version);
        if (!to) return fault(event_field::machine);
        told.e.machine = to->number;
        told.e.kind = is_of_machine(e.kind) ? to->words.kind(e.kind) : e.kind;
        if (told.e.kind == machine_translation::none) return fault(event_field::kind);
        std::optional<std::size_t> lacking;
        const auto same = [](std::int64_t code) { return code; };
        const auto fields = is_of_machine(e.kind) && e.kind < to->words.from().events().size() ? std::span{to->words.from().events()[e.kind].fields} : std::span<const field_info>{};
        if (!fields.empty()) told.e.data = to->words.payload_of(e.kind, e.data, same, [&](const field_info& field, std::int64_t) { lacking = static_cast<std::size_t>(&field - fields.data()); });
        if (lacking) return fault(event_field::payload, *lacking);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto value = to->words.value_of(values[i], same);
            if (!value.is_known || value.lacks_word) return fault(event_field::value, i);
            told.made.push_back(value.value);
        }
        told.values = told.made;
        return true;
    }

private:
    struct pair {
        std::uint8_t number = 0;
        machine_translation words;
    };
    /// Made when it is first needed; nothing where the version has no such machine.
    [[nodiscard]] const std::optional<pair>& translation(const rulebook& book, std::uint8_t machine, std::uint8_t version) const {
        const auto [found, is_new] = made_.try_emplace({machine, version});
        const auto& from = book.plan(machine).machine;
        if (is_new)
            if (const auto other = book.machine_of_tag(from.tag(), version)) found->second.emplace(pair{*other, machine_translation{from, book.plan(*other).machine}});
        return found->second;
    }

    bool several_;
    mutable std::map<std::pair<std::uint8_t, std::uint8_t>, std::optional<pair>> made_;  ///< by machine and version; a desk belongs to one thread
};

}  // namespace caseclock::detail
