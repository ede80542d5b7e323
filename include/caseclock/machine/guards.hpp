// SPDX-License-Identifier: Apache-2.0
//
// What stands in the last column of a row.
//
//   has<a, b>          all of these facts hold                           |  chooses the row, silently:
//   lacks<a, b>        none of these facts holds                         |  when it does not hold,
//   when<f>            the function says yes                             |  the next row is tried
//   is<attribute, v>   the attribute is one of the values                |
//   any<G...> not_<G>  over the above                                    |
//   needs<a, f>        refuses the event and names what is missing: facts, and functions by their name
//   needs_when<c, a>   the same, asked only where fact c holds
//   ought<a, f>        lets the event pass and notes a lapse for each that is missing
//   ought_when<c, a>   the same, asked only where fact c holds
//   all<G...>          any mixture
//
// All are Boost.MSM functors. Guards are pure: they may be asked again, to say why.
#pragma once

#include "caseclock/machine/fact_test.hpp"
#include "caseclock/machine/invoke.hpp"
#include "caseclock/machine/rules.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/msm/front/functor_row.hpp>

namespace caseclock {

using none = boost::msm::front::none;

namespace detail {

/// One thing a row needs or ought to have.
struct asked_fact_or_guard {
    std::uint64_t fact = 0;   ///< one bit, or 0: a named guard
    std::uint64_t where = 0;  ///< asked only where all of these hold
    bool hard = true;         ///< needs, not ought
    std::string_view guard{};
    std::array<rule_list, 3> rules{};  ///< its own list's, the nearest all's, the next all's
};

template <bool Hard, std::uint64_t Where, auto V> constexpr auto asked_of(rule_list own) {
    if constexpr (is_rule_value<V>) return std::array<asked_fact_or_guard, 0>{};
    else if constexpr (std::is_enum_v<decltype(V)>) return std::array<asked_fact_or_guard, 1>{{{mask_of<V>, Where, Hard, {}, {own, {}, {}}}}};
    else return std::array<asked_fact_or_guard, 1>{{{0, Where, Hard, name_of<V>(), {own, {}, {}}}}};
}
template <auto V> constexpr std::uint64_t fact_bit() {
    if constexpr (std::is_enum_v<decltype(V)>) return mask_of<V>;
    else return 0;
}
template <auto V> inline constexpr bool is_function_value = !std::is_enum_v<decltype(V)> && !is_rule_value<V>;

/// A named guard's answer; facts are asked by mask.
template <auto V, class E> [[gnu::always_inline]] inline bool holds([[maybe_unused]] const E& e, [[maybe_unused]] step& now) {
    if constexpr (is_function_value<V>) return invoke<V>(e, now);
    else return true;
}

template <std::size_t N> constexpr auto with_rules(std::array<asked_fact_or_guard, N> asked, rule_list more) {
    if (more.size == 0) return asked;
    for (auto& a : asked) {
        std::size_t free = 0;
        while (free < a.rules.size() && a.rules[free].size != 0) ++free;
        if (free == a.rules.size()) throw "rule<...> may stand in a list, in its all<...> and in one all<...> around that: not deeper";
        a.rules[free] = more;
    }
    return asked;
}

/// A guard of the cold path: asked by number, with the event as bytes.
using guard_function = bool (*)(step&, const payload&);
template <auto V, class E> bool ask_value(step& now, const payload& data) {
    if constexpr (takes_event<V, E>) return V(unpack<E>(data), now);
    else return V(now);
}
template <auto V, class E> constexpr auto function_of_value() {
    if constexpr (is_rule_value<V>) return std::array<guard_function, 0>{};
    else if constexpr (is_function_value<V>) return std::array<guard_function, 1>{&ask_value<V, E>};
    else return std::array<guard_function, 1>{nullptr};
}
/// What MSM calls: chosen, satisfied, and then the lapses, since a guard that is true is a row that is taken.
template <class G> struct guard {
    template <class E, class Fsm, class S, class T> bool operator()(const E& e, Fsm& fsm, S&, T&) const {
        step& now = step_of(fsm);
        if (!G::chooses(e, now) || !G::satisfied(e, now)) return false;
        if (const auto missing = G::lapsed(now)) now.lapse(missing);
        G::template lapse_guards<0>(e, now);
        return true;
    }
};

/// A part that only chooses.
struct chooser {
    static constexpr std::array<asked_fact_or_guard, 0> asked{};
    static constexpr std::array<std::string_view, 0> rules{};
    template <class E> static constexpr auto asked_functions() { return std::array<guard_function, 0>{}; }
    template <class E> static constexpr bool satisfied(const E&, step&) { return true; }
    static constexpr std::uint64_t lapsed(step&) { return 0; }
    template <std::size_t First, class E> static constexpr void lapse_guards(const E&, step&) {}
};
/// A part that only asks.
struct asker {
    static constexpr fact_test choice{};
    using rest = none;
    template <class E> static constexpr bool chooses(const E&, step&) { return true; }
};

template <std::uint64_t Where, auto... V> struct needs_base : asker {
    static constexpr std::uint64_t facts = (std::uint64_t{0} | ... | fact_bit<V>());
    static constexpr const auto& rules = value_ids<V...>;
    static constexpr auto asked = joined<asked_fact_or_guard>(asked_of<true, Where, V>(list_of(value_ids<V...>))...);
    template <class E> static constexpr auto asked_functions() { return joined<guard_function>(function_of_value<V, E>()...); }
    template <class E> static bool satisfied(const E& e, step& now) {
        if ((now.facts() & Where) != Where) return true;
        return (~now.facts() & facts) == 0 && (holds<V>(e, now) && ...);
    }
    static constexpr std::uint64_t lapsed(step&) { return 0; }
    template <std::size_t First, class E> static constexpr void lapse_guards(const E&, step&) {}
};

/// The facts that lapse are one intent; named guards are one each, by their place among what the row asks.
template <std::uint64_t Where, auto... V> struct ought_base : asker {
    static constexpr std::uint64_t facts = (std::uint64_t{0} | ... | fact_bit<V>());
    static constexpr const auto& rules = value_ids<V...>;
    static constexpr auto asked = joined<asked_fact_or_guard>(asked_of<false, Where, V>(list_of(value_ids<V...>))...);
    template <class E> static constexpr auto asked_functions() { return joined<guard_function>(function_of_value<V, E>()...); }
    template <class E> static constexpr bool satisfied(const E&, step&) { return true; }
    static std::uint64_t lapsed(step& now) { return (now.facts() & Where) == Where ? facts & ~now.facts() : 0; }
    template <std::size_t First, class E> static void lapse_guards(const E& e, step& now) {
        if ((now.facts() & Where) != Where) return;
        [[maybe_unused]] std::size_t place = First;
        ((is_rule_value<V> ? void() : (holds<V>(e, now) ? void() : now.lapse_of(static_cast<std::uint16_t>(place)), void(++place))), ...);
    }
};

}  // namespace detail

template <auto... Fact> struct has : detail::guard<has<Fact...>>, detail::chooser {
    static_assert((std::is_enum_v<decltype(Fact)> && ...), "has<...> takes facts; a function goes into when<...>");
    static constexpr detail::name_text name = detail::call_text("has", {name_of<Fact>()...});
    static constexpr fact_test choice{mask_of<Fact...>, mask_of<Fact...>};
    using rest = none;
    template <class E> static bool chooses(const E&, step& now) { return (~now.facts() & mask_of<Fact...>) == 0; }
};

template <auto... Fact> struct lacks : detail::guard<lacks<Fact...>>, detail::chooser {
    static_assert((std::is_enum_v<decltype(Fact)> && ...), "lacks<...> takes facts; a function goes into not_<when<...>>");
    static constexpr detail::name_text name = detail::call_text("lacks", {name_of<Fact>()...});
    static constexpr fact_test choice{mask_of<Fact...>, 0};
    using rest = none;
    template <class E> static bool chooses(const E&, step& now) { return (now.facts() & mask_of<Fact...>) == 0; }
};

template <auto F> struct when : detail::guard<when<F>>, detail::chooser {
    static constexpr std::string_view name = name_of<F>();
    static constexpr fact_test choice{};
    using rest = when;
    template <class E> static constexpr bool needs_event = detail::takes_event<F, E>;
    template <class E> static bool chooses(const E& e, step& now) { return detail::invoke<F>(e, now); }
};

template <auto Attribute, auto... Value> struct is : detail::guard<is<Attribute, Value...>>, detail::chooser {
    static_assert(sizeof...(Value) > 0, "is<attribute, values...> names at least one value");
    static constexpr detail::name_text name = detail::call_text("is", {name_of<Attribute>(), name_of<Value>()...});
    static constexpr fact_test choice{};
    using rest = is;
    template <class E> static constexpr bool needs_event = false;
    template <class E> static bool chooses(const E&, step& now) {
        const std::int64_t v = now[Attribute];
        return ((v == static_cast<std::int64_t>(Value)) || ...);
    }
};

namespace detail {
template <class... G> struct conjunction {  // the parts of an all<...> which are not facts
    static constexpr name_text name = call_text("all", {std::string_view{G::name}...});
    template <class E> static constexpr bool needs_event = (G::template needs_event<E> || ...);
    template <class E> static bool chooses(const E& e, step& now) { return (G::chooses(e, now) && ...); }
};
template <class T> struct rest_list { using type = boost::mp11::mp_list<T>; };
template <> struct rest_list<none> { using type = boost::mp11::mp_list<>; };
template <class... G> struct rest_list<conjunction<G...>> { using type = boost::mp11::mp_list<G...>; };
template <class L> struct rest_of_list { using type = none; };
template <class G> struct rest_of_list<boost::mp11::mp_list<G>> { using type = G; };
template <class G, class H, class... I> struct rest_of_list<boost::mp11::mp_list<G, H, I...>> { using type = conjunction<G, H, I...>; };

template <class T> struct rest_of { using type = typename T::rest; };
template <fixed_string... Id> struct rest_of<rule<Id...>> { using type = none; };

template <class G> constexpr fact_test choice_of() {
    if constexpr (is_rule<G>::value) return {};
    else return G::choice;
}
template <class G> constexpr auto asked_in() {
    if constexpr (is_rule<G>::value) return std::array<asked_fact_or_guard, 0>{};
    else return G::asked;
}
template <class G> constexpr auto rules_in() {
    if constexpr (is_rule<G>::value) return G::ids;
    else return G::rules;
}
template <class G, class E> constexpr auto asked_functions_in() {
    if constexpr (is_rule<G>::value) return std::array<guard_function, 0>{};
    else return G::template asked_functions<E>();
}
template <class G, class E> [[gnu::always_inline]] inline bool chooses_in(const E& e, step& now) {
    if constexpr (is_rule<G>::value) return true;
    else return G::chooses(e, now);
}
template <class G, class E> [[gnu::always_inline]] inline bool satisfied_in(const E& e, step& now) {
    if constexpr (is_rule<G>::value) return true;
    else return G::satisfied(e, now);
}
template <class G> [[gnu::always_inline]] inline std::uint64_t lapsed_in([[maybe_unused]] step& now) {
    if constexpr (is_rule<G>::value) return 0;
    else return G::lapsed(now);
}
template <std::size_t First, class E> void lapse_guards_in(const E&, step&) {}
template <std::size_t First, class G, class... More, class E> void lapse_guards_in(const E& e, step& now) {
    if constexpr (!is_rule<G>::value) G::template lapse_guards<First>(e, now);
    lapse_guards_in<First + asked_in<G>().size(), More...>(e, now);
}
template <class G> inline constexpr bool asks_nothing = asked_in<G>().size() == 0;
}  // namespace detail

template <class... G> struct all : detail::guard<all<G...>> {
    static constexpr detail::name_text name = detail::call_text("all", {std::string_view{G::name}...});
    static constexpr fact_test choice = [] {
        fact_test t;
        for (const fact_test& part : {fact_test{}, detail::choice_of<G>()...}) {
            if ((t.care & part.care & (t.want ^ part.want)) != 0) throw "all<...> asks for a fact and for its absence: the row could never be taken";
            t.care |= part.care;
            t.want |= part.want;
        }
        return t;
    }();
    using rest = typename detail::rest_of_list<boost::mp11::mp_append<
        boost::mp11::mp_list<>, typename detail::rest_list<typename detail::rest_of<G>::type>::type...>>::type;
    static constexpr auto rules = detail::joined<std::string_view>(detail::rules_in<G>()...);
    static constexpr auto asked =
        detail::with_rules(detail::joined<detail::asked_fact_or_guard>(detail::asked_in<G>()...), detail::list_of(detail::type_ids<G...>));
    template <class E> static constexpr auto asked_functions() {
        return detail::joined<detail::guard_function>(detail::asked_functions_in<G, E>()...);
    }
    template <class E> static bool chooses(const E& e, step& now) { return (detail::chooses_in<G>(e, now) && ...); }
    template <class E> static bool satisfied(const E& e, step& now) { return (detail::satisfied_in<G>(e, now) && ...); }
    static std::uint64_t lapsed(step& now) { return (std::uint64_t{0} | ... | detail::lapsed_in<G>(now)); }
    template <std::size_t First, class E> static void lapse_guards(const E& e, step& now) { detail::lapse_guards_in<First, G...>(e, now); }
};

template <class... G> struct any : detail::guard<any<G...>>, detail::chooser {
    static_assert((detail::asks_nothing<G> && ...),
                  "needs<...> and ought<...> cannot stand under any<...>: use has<...>, lacks<...> or when<...> to choose");
    static constexpr detail::name_text name = detail::call_text("any", {std::string_view{G::name}...});
    static constexpr auto rules = detail::joined<std::string_view>(detail::rules_in<G>()...);
    static constexpr fact_test choice{};
    using rest = any;
    template <class E> static constexpr bool needs_event = true;
    template <class E> static bool chooses(const E& e, step& now) { return (detail::chooses_in<G>(e, now) || ...); }
};

template <class G> struct not_ : detail::guard<not_<G>>, detail::chooser {
    static_assert(detail::asks_nothing<G>, "needs<...> and ought<...> cannot stand under not_<...>: use has<...>, lacks<...> or when<...> to choose");
    static constexpr detail::name_text name = detail::call_text("not", {std::string_view{G::name}});
    static constexpr const auto& rules = G::rules;
    static constexpr fact_test choice{};
    using rest = not_;
    template <class E> static constexpr bool needs_event = true;
    template <class E> static bool chooses(const E& e, step& now) { return !G::chooses(e, now); }
};

template <auto... V> struct needs : detail::guard<needs<V...>>, detail::needs_base<0, V...> {
    static constexpr detail::name_text name = detail::call_text("needs", {detail::name_of_value<V>()...});
};
template <auto Where, auto... V> struct needs_when : detail::guard<needs_when<Where, V...>>, detail::needs_base<mask_of<Where>, V...> {
    static constexpr detail::name_text name = detail::call_text("needs_when", {name_of<Where>(), detail::name_of_value<V>()...});
};
template <auto... V> struct ought : detail::guard<ought<V...>>, detail::ought_base<0, V...> {
    static constexpr detail::name_text name = detail::call_text("ought", {detail::name_of_value<V>()...});
};
template <auto Where, auto... V> struct ought_when : detail::guard<ought_when<Where, V...>>, detail::ought_base<mask_of<Where>, V...> {
    static constexpr detail::name_text name = detail::call_text("ought_when", {name_of<Where>(), detail::name_of_value<V>()...});
};

}  // namespace caseclock
