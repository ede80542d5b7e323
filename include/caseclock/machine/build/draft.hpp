// SPDX-License-Identifier: Apache-2.0
//
// A definition in the making: what every part of the builder reads and adds to.
#pragma once

#include "caseclock/machine/build/faults.hpp"
#include "caseclock/machine/program.hpp"

namespace caseclock::detail {

/// The type of a field that carries an attribute of that kind.
[[nodiscard]] constexpr field_type type_of(attribute_kind kind) noexcept {
    constexpr field_type type[] = {field_type::enumeration, field_type::name, field_type::integer, field_type::instant, field_type::duration};
    return type[static_cast<std::size_t>(kind)];
}

struct draft {
    const machine_description& from;
    const build_options& options;
    definition_data& d;
    program& runs;
    fault_list faults;
    std::vector<std::pair<std::string, std::vector<std::uint8_t>>> groups{};  ///< names of several states

    /// Bit of a fact; 0 and a fault when there is none.
    [[nodiscard]] std::uint64_t fact_bit(const std::string& name, std::uint32_t mark = 0) {
        const auto i = find_name(d.facts, name, "fact", faults, mark);
        return i ? std::uint64_t{1} << *i : 0;
    }
    [[nodiscard]] std::uint64_t fact_mask(const std::vector<std::string>& names, std::uint32_t mark = 0) {
        std::uint64_t out = 0;
        for (const auto& n : names) out |= fact_bit(n, mark);
        return out;
    }
    template <class List>
    [[nodiscard]] std::vector<std::uint8_t> numbers(const List& list, const std::vector<std::string>& names, std::string_view kind) {
        std::vector<std::uint8_t> out;
        for (const auto& n : names)
            if (const auto i = find_name(list, n, kind, faults)) out.push_back(static_cast<std::uint8_t>(*i));
        return out;
    }
    /// Position of a registered function, or a fault.
    template <class List>
    [[nodiscard]] std::uint16_t registered(const List& list, const std::string& name, std::string_view kind, std::uint32_t mark) {
        std::vector<std::string> allowed;
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (list[i].first == name) return static_cast<std::uint16_t>(i);
            allowed.push_back(list[i].first);
        }
        faults.add(unknown(kind, name, allowed), mark);
        return 0;
    }

    /// A value of an attribute of this machine.
    [[nodiscard]] std::int64_t value_of(const attribute_info& a, const value_description& v, std::uint32_t mark) {
        if (v.number) {
            if (*v.number == no_value || !fits(a.slot, *v.number) ||
                (a.kind == attribute_kind::one_of && *v.number >= static_cast<std::int64_t>(a.enumerators.size())))
                faults.add("value " + std::to_string(*v.number) + " is out of range for " + a.name, mark);
            return *v.number;
        }
        if (a.kind == attribute_kind::one_of) {
            for (std::size_t i = 0; i < a.enumerators.size(); ++i)
                if (a.enumerators[i] == v.text) return static_cast<std::int64_t>(i);
            faults.add(unknown("value of " + a.name, v.text, a.enumerators), mark);
            return 0;
        }
        if (a.kind == attribute_kind::name && options.code_of_name) {
            if (const auto code = options.code_of_name(v.text)) return *code;
        }
        faults.add("'" + v.text + "' is no value of " + a.name + " (a " + std::string(to_string(a.kind)) + ")", mark);
        return 0;
    }
    [[nodiscard]] std::int64_t value_of(const field_info& f, const value_description& v, std::uint32_t mark) {
        if (f.attribute != no_attribute) return value_of(d.attributes[f.attribute], v, mark);
        if (v.number) {
            if (!holds(f, *v.number)) faults.add("value " + std::to_string(*v.number) + " is out of range for field " + f.name, mark);
            return *v.number;
        }
        for (std::size_t i = 0; i < f.enumerators.size(); ++i)
            if (f.enumerators[i] == v.text) return static_cast<std::int64_t>(i);
        if (f.type == field_type::boolean && (v.text == "yes" || v.text == "no")) return v.text == "yes";
        if (f.type == field_type::name && options.code_of_name)
            if (const auto code = options.code_of_name(v.text)) return *code;
        faults.add("'" + v.text + "' is no value of field " + f.name + " (a " + std::string(to_string(f.type)) + ")", mark);
        return 0;
    }

    /// Can a field of that width hold that number?
    [[nodiscard]] static bool holds(const field_info& f, std::int64_t number) {
        if (f.type == field_type::boolean) return number == 0 || number == 1;
        if (f.type == field_type::enumeration) return number >= 0 && number < static_cast<std::int64_t>(f.enumerators.size());
        if (number == no_value || (number < 0 && !f.is_signed)) return false;
        if (f.width >= 8) return true;
        const auto most = static_cast<std::int64_t>(f.is_signed ? ones(f.width) >> 1 : ones(f.width));
        return number <= most && number >= -most - 1;
    }

    [[nodiscard]] static source source_of(const attribute_info& a) { return {a.slot.offset, a.slot.width, false, false, false}; }
    [[nodiscard]] static source source_of(const field_info& f) { return {f.offset, f.width, true, f.is_signed, f.type == field_type::name}; }
};

}  // namespace caseclock::detail
