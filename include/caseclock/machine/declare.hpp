// SPDX-License-Identifier: Apache-2.0
//
// What a workflow declares beside its table: its facts with their lives, its attributes with their kinds.
//
//   enum class fact { identified, announced, overdue };            BOOST_DESCRIBE_ENUM(fact, identified, announced, overdue)
//   enum class attribute { priority, owner, rings, promised };     BOOST_DESCRIBE_ENUM(attribute, priority, owner, rings, promised)
//
//   using facts      = facts_of<fact, lasts<announced, until<event::hold>, rule<"G-03">>, lasts<overdue, until_left<held>>>;
//   using attributes = attributes_of<attribute, enumerated<priority, level>, named<owner>, counted<rings>, timed<promised, attribute_unit::business>>;
//
// A fact without a line lives as long as its case. A life ends when a row is taken, after the guards were asked and before the row
// acts: what the row itself sets stays set.
#pragma once

#include "caseclock/machine/attributes.hpp"
#include "caseclock/machine/names.hpp"
#include "caseclock/machine/rules.hpp"

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace caseclock {

/// The fact lasts until one of these events is accepted.
template <class... Event> struct until {};
/// The fact lasts until one of these states is left (a self transition leaves, an internal row does not).
template <class... State> struct until_left {};
/// The fact lasts until one of these states is entered.
template <class... State> struct until_entered {};

/// A fact's life, and the rules behind it: until<...>, until_left<...>, until_entered<...>, rule<...> in any order.
template <auto Fact, class... Clause> struct lasts {
    static constexpr auto fact = Fact;
    using clauses = boost::mp11::mp_list<Clause...>;
};
/// The facts of a machine: an enum described with BOOST_DESCRIBE_ENUM, at most 64 enumerators (BOOST_DESCRIBE_ENUM itself stops at 52).
template <class Enum, class... Lasts> struct facts_of {
    static_assert(boost::describe::has_describe_enumerators<Enum>::value, "describe the facts: BOOST_DESCRIBE_ENUM(fact, ...)");
    using type = Enum;
    using lives = boost::mp11::mp_list<Lasts...>;
};

template <auto Attribute, class Enum, class... Rule> struct enumerated {
    static_assert(boost::describe::has_describe_enumerators<Enum>::value, "describe the values: BOOST_DESCRIBE_ENUM(level, ...)");
    static constexpr auto attribute = Attribute;
    static constexpr auto kind = attribute_kind::one_of;
    static constexpr auto unit = attribute_unit::real;
    static constexpr auto rules = detail::type_ids<Rule...>;
    using values = Enum;
};
namespace detail {
template <auto Attribute, attribute_kind Kind, attribute_unit Unit, class... Rule> struct plain_attribute {
    static constexpr auto attribute = Attribute;
    static constexpr auto kind = Kind;
    static constexpr auto unit = Unit;
    static constexpr auto rules = type_ids<Rule...>;
    using values = void;
};
}  // namespace detail
template <auto Attribute, class... Rule> using named = detail::plain_attribute<Attribute, attribute_kind::name, attribute_unit::real, Rule...>;
template <auto Attribute, class... Rule> using counted = detail::plain_attribute<Attribute, attribute_kind::count, attribute_unit::real, Rule...>;
template <auto Attribute, class... Rule> using dated = detail::plain_attribute<Attribute, attribute_kind::instant, attribute_unit::real, Rule...>;
template <auto Attribute, attribute_unit Unit = attribute_unit::real, class... Rule>
using timed = detail::plain_attribute<Attribute, attribute_kind::duration, Unit, Rule...>;

namespace detail {

template <class Enum> constexpr std::size_t enumerator_count() {
    if constexpr (std::is_void_v<Enum>) return 0;
    else return boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value;
}
/// The enumerators' names by number; empty where a number is left out.
template <class Enum> constexpr auto names_by_number() {
    std::array<std::string_view, enumerator_count<Enum>()> out{};
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto d) {
        if (static_cast<std::size_t>(d.value) < out.size()) out[static_cast<std::size_t>(d.value)] = d.name;
    });
    return out;
}
template <class Enum> constexpr bool counts_up() {
    for (const auto name : names_by_number<Enum>())
        if (name.empty()) return false;
    return true;
}
/// The same of an enum that counts 0, 1, 2 ...
template <class Enum> constexpr auto enumerator_names() {
    static_assert(counts_up<Enum>(), "a described enum of a machine counts 0, 1, 2 ... and every enumerator is described");
    return names_by_number<Enum>();
}

}  // namespace detail

/// The attributes of a machine, one line for each enumerator.
template <class Enum, class... Attribute> struct attributes_of {
    static_assert(boost::describe::has_describe_enumerators<Enum>::value, "describe the attributes: BOOST_DESCRIBE_ENUM(attribute, ...)");
    static_assert(sizeof...(Attribute) == detail::enumerator_count<Enum>(),
                  "each attribute is declared once: enumerated, named, counted, dated or timed");
    static_assert((std::is_same_v<std::remove_cv_t<decltype(Attribute::attribute)>, Enum> && ...), "an attribute of another enum is declared here");
    static_assert(sizeof...(Attribute) <= attribute_limit, "a machine has at most 32 attributes");
    using type = Enum;
    using list = boost::mp11::mp_list<Attribute...>;

    /// In the order of their numbers.
    static constexpr layout slots = [] {
        layout out{};
        std::array<std::uint8_t, attribute_limit> width{};
        ((width[static_cast<std::size_t>(Attribute::attribute)] =
              width_of(Attribute::kind, detail::enumerator_count<typename Attribute::values>())), ...);
        std::size_t used = 0;
        for (std::size_t i = 0; i < sizeof...(Attribute); ++i) {
            if (width[i] == 0) throw "an attribute is declared twice, and another not at all";
            out.slot[i] = {static_cast<std::uint8_t>(used), width[i]};
            used += width[i];
        }
        if (used > value_bytes) throw "the attributes of a machine take more than 32 bytes: keep only what policies and guards read";
        return out;
    }();
};

}  // namespace caseclock
