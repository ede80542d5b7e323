// SPDX-License-Identifier: Apache-2.0
//
// Where a line of a workflow comes from: the ids of the rules behind it, kept in the definition so that a test can list them.
//
//   Row< talking, hold, held, none, all<needs<announced>, rule<"G-03">, ought<greeted, rule<"G-07">{}>> >
//                                                  ^ a type among guards        ^ a value among facts and functions
//
// A rulebook edits guards by these ids (`guards: {G-03: soft}`): an id in an `all<...>` covers the needs and oughts in it, one in a
// `needs<...>` or `ought<...>` covers that list, one of a fact covers the fact wherever it is asked for.
#pragma once

#include "caseclock/machine/names.hpp"

#include <array>

namespace caseclock {

class step;

/// Ids of rules, beside a guard, an action, a fact, a state or an event. It asks and does nothing.
template <fixed_string... Id> struct rule {
    static constexpr std::string_view name{};
    static constexpr std::array<std::string_view, sizeof...(Id)> ids{Id.view()...};
    constexpr void operator()(step&) const noexcept {}
    template <class E, class Fsm, class S, class T> constexpr bool operator()(const E&, Fsm&, S&, T&) const noexcept { return true; }
};

namespace detail {

template <class T> struct is_rule : std::false_type {};
template <fixed_string... Id> struct is_rule<rule<Id...>> : std::true_type {};
template <auto V> inline constexpr bool is_rule_value = is_rule<std::remove_cv_t<decltype(V)>>::value;

/// A view of rule ids that lie in some static array.
struct rule_list {
    const std::string_view* first = nullptr;
    std::size_t size = 0;
    [[nodiscard]] constexpr const std::string_view* begin() const { return first; }
    [[nodiscard]] constexpr const std::string_view* end() const { return first + size; }
};

template <class T, std::size_t... N> constexpr auto joined(const std::array<T, N>&... part) {
    std::array<T, (0 + ... + N)> out{};
    std::size_t at = 0;
    [[maybe_unused]] auto append = [&](const auto& list) {
        for (const auto& x : list) out[at++] = x;
    };
    (append(part), ...);
    return out;
}

template <auto V> constexpr auto ids_of_value() {
    if constexpr (is_rule_value<V>) return decltype(V)::ids;
    else return std::array<std::string_view, 0>{};
}
template <class T> constexpr auto ids_of_type() {
    if constexpr (is_rule<T>::value) return T::ids;
    else return std::array<std::string_view, 0>{};
}
/// The ids among template arguments.
template <auto... V> inline constexpr auto value_ids = joined<std::string_view>(ids_of_value<V>()...);
template <class... T> inline constexpr auto type_ids = joined<std::string_view>(ids_of_type<T>()...);

template <std::size_t N> constexpr rule_list list_of(const std::array<std::string_view, N>& ids) { return {ids.data(), N}; }

template <auto V> constexpr std::string_view name_of_value() {
    if constexpr (is_rule_value<V>) return {};
    else return name_of<V>();
}

}  // namespace detail
}  // namespace caseclock
