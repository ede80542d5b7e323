// SPDX-License-Identifier: Apache-2.0
//
// What a front-end contains, known while it is compiled: for static_assert, for switches over events, for generated code. The same
// numbers and names as its definition has at run time.
//
//   using c = contents<lifecycle>;
//   static_assert(c::states[c::rows[0].to] == "talking");
//   static_assert(c::rows[4].asked[1].guard == "few_rings");
//   switch (event) { case lowered<lifecycle>::event_id<event::hold>: ...
#pragma once

#include "caseclock/machine/lower/describe.hpp"

namespace caseclock {

/// One thing a row needs or ought to have: a fact or a named guard.
struct asked_content {
    std::uint8_t fact = no_fact;  ///< `no_fact`: a named guard
    std::string_view guard{};     ///< its name
    std::uint64_t where = 0;      ///< asked only where all of these facts hold
    bool hard = true;             ///< needs; else ought
};

/// A row as its table says it.
struct row_content {
    std::uint8_t from = 0;
    std::uint8_t event = 0;  ///< 0: completion
    std::uint8_t to = 0;     ///< equal to `from` for an internal row
    bool internal = false;
    fact_test choice{};  ///< facts that choose it
    std::string_view guard{}, action{};
    std::array<asked_content, 32> asked{};  ///< the first `asked_count`; what goes beyond is in the definition only
    std::size_t asked_count = 0;
};

namespace detail {

template <class... T> constexpr auto texts_of(mp::mp_list<T...>) { return std::array<std::string_view, sizeof...(T)>{text_of<T>()...}; }
template <class Enum> constexpr auto names_of_enum() {
    if constexpr (std::is_void_v<Enum>) return std::array<std::string_view, 0>{};
    else return enumerator_names<Enum>();
}
template <class Declared> struct declared_enum { using type = void; };
template <class Declared>
    requires requires { typename Declared::type; }
struct declared_enum<Declared> { using type = typename Declared::type; };

constexpr row_content content_of(const row_text& text, unsigned from, unsigned event, unsigned to) {
    row_content row;
    row.from = static_cast<std::uint8_t>(from);
    row.event = static_cast<std::uint8_t>(event);
    row.internal = text.internal;
    row.to = static_cast<std::uint8_t>(text.internal ? from : to);
    row.choice = text.choice;
    row.guard = text.guard;
    row.action = text.action;
    for (std::size_t k = 0; k < text.asked_count && k < row.asked.size(); ++k) {
        const auto& a = text.asked[k];
        std::uint8_t fact = no_fact;
        for (unsigned bit = 0; bit < 64; ++bit)
            if (a.fact == std::uint64_t{1} << bit) fact = static_cast<std::uint8_t>(bit);
        row.asked[row.asked_count++] = {fact, a.guard, a.where, a.hard};
    }
    return row;
}
template <class Numbers, std::size_t... I, class... R> constexpr auto contents_of_rows(std::index_sequence<I...>, mp::mp_list<R...>) {
    constexpr const auto& n = Numbers::number;
    return std::array<row_content, sizeof...(R)>{content_of(text_of_row<R>(), n.from[I], n.on[I], n.to[I])...};
}

}  // namespace detail

template <class Front> struct contents {
    using numbers = detail::numbered<Front>;

    static constexpr std::string_view name = name_v<Front>;
    static constexpr std::size_t regions = numbers::regions;
    static constexpr std::array<std::uint8_t, region_limit> initial = numbers::number.initial;
    static constexpr auto states = detail::texts_of(typename numbers::states{});
    static constexpr auto events = detail::texts_of(typename numbers::events{});  ///< events[0] is completion and has no name
    static constexpr auto facts = detail::names_of_enum<typename detail::facts_declared<Front>::type>();
    static constexpr auto attributes = detail::names_of_enum<typename detail::declared_enum<detail::attributes_declared<Front>>::type>();
    static constexpr auto rows = detail::contents_of_rows<numbers>(std::make_index_sequence<numbers::row_count>{}, typename numbers::rows{});
};

}  // namespace caseclock
