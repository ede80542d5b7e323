// SPDX-License-Identifier: Apache-2.0
//
// Which row may be tried after one with needs. The first row whose choice holds is the row, and no other is tried; MSM
// would fall through to the next when a need is missing. So that both say the same, the next row must not be open then:
//
//   its choice excludes the first row's    has<a> / lacks<a>, when<f> / not_<when<f>>, is<a, x> / is<a, y>, any<...> of such
//   or it asks at least as much            its needs, or the facts it `has`, include the first row's needs
#pragma once

#include "caseclock/machine/lower/parts.hpp"

namespace caseclock::detail {

template <class G> using conjuncts = typename rest_list<typename guard_traits<G>::rest>::type;

template <class G> constexpr bool excludes_facts(fact_test a) {
    constexpr fact_test b = guard_traits<G>::choice;
    return (a.care & b.care & (a.want ^ b.want)) != 0;
}

template <class B, class G> constexpr bool implies();
template <class B, class X> struct implies_part { static constexpr bool value = mp::mp_contains<conjuncts<B>, X>::value; };
template <class B, class... G> struct implies_part<B, any<G...>> {
    static constexpr bool value = mp::mp_contains<conjuncts<B>, any<G...>>::value || (implies<B, G>() || ...);
};
template <class B, class... X> constexpr bool implies_parts(mp::mp_list<X...>) { return (implies_part<B, X>::value && ...); }
/// Whenever B holds, so does G (as far as can be seen).
template <class B, class G> constexpr bool implies() {
    constexpr fact_test b = guard_traits<B>::choice, g = guard_traits<G>::choice;
    return (g.care & ~b.care) == 0 && ((g.want ^ b.want) & g.care) == 0 && implies_parts<B>(conjuncts<G>{});
}

template <class A, class B> constexpr bool excludes();
template <class X, class B> struct excludes_part { static constexpr bool value = false; };
template <class G, class B> struct excludes_part<not_<G>, B> { static constexpr bool value = implies<B, G>(); };
template <class... G, class B> struct excludes_part<any<G...>, B> { static constexpr bool value = (excludes<G, B>() && ...); };
template <auto A, auto... V, class B> struct excludes_part<is<A, V...>, B> {
    template <class Other> struct apart : std::false_type {};
    template <auto... W> struct apart<is<A, W...>> {
        template <auto X> static constexpr bool among = ((X == W) || ...);
        static constexpr bool value = !(among<V> || ...);
    };
    static constexpr bool value = mp::mp_any_of<conjuncts<B>, apart>::value;
};
template <class B, class... X> constexpr bool any_excludes(mp::mp_list<X...>) { return (excludes_part<X, B>::value || ...); }
/// A and B never hold together (as far as can be seen).
template <class A, class B> constexpr bool excludes() {
    return excludes_facts<B>(guard_traits<A>::choice) || any_excludes<B>(conjuncts<A>{}) || any_excludes<A>(conjuncts<B>{});
}

/// Whatever is missing for the first row is missing for the next one too.
template <class First, class Next> constexpr bool needs_include() {
    constexpr fact_test has = guard_traits<Next>::choice;
    for (const auto& a : guard_traits<First>::asked) {
        if (!a.hard) continue;
        bool found = a.fact != 0 && (has.care & has.want & a.fact) != 0;
        for (const auto& b : guard_traits<Next>::asked)
            found = found || (b.hard && b.fact == a.fact && b.guard == a.guard && (b.where & ~a.where) == 0);
        if (!found) return false;
    }
    return true;
}

template <class FirstRow, class NextRow> struct may_follow {
    using first = typename FirstRow::Guard;
    using next = typename NextRow::Guard;
    static_assert(
        excludes<first, next>() || needs_include<first, next>(),
        "a row with needs<...> may be followed, in the order of trying (last declared first), only by a row whose choice excludes its own "
        "or whose needs include its own: give the later-tried row the opposite has/lacks/when, or the same needs");
    static constexpr bool value = true;
};

/// Pairs of rows (tried first, tried next) that the masks alone do not settle.
template <std::size_t Rows> struct open_pairs {
    std::array<std::array<std::uint16_t, 2>, 4 * Rows + 8> pair{};
    std::size_t size = 0;
};

}  // namespace caseclock::detail
