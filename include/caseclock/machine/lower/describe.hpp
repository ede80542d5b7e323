// SPDX-License-Identifier: Apache-2.0
//
// What a front-end says about itself, as data: names, fields, kinds, lives, texts, rule ids.
#pragma once

#include "caseclock/machine/assemble.hpp"
#include "caseclock/machine/lower/numbering.hpp"

namespace caseclock::detail {

inline std::vector<std::string> strings(rule_list list) { return {list.begin(), list.end()}; }
template <std::size_t N> std::vector<std::string> strings(const std::array<std::string_view, N>& list) { return {list.begin(), list.end()}; }
template <class T> constexpr std::string_view text_of() {
    if constexpr (std::is_same_v<T, none>) return {};
    else return name_v<T>;
}
template <class T> constexpr rule_list rules_of() {
    if constexpr (requires { typename T::rules; }) return list_of(T::rules::ids);
    else return {};
}

// ---- declarations of a front-end, each optional -----------------------------------------------------------------------
template <class T> struct fact_declaration {
    using type = T;
    using lives = mp::mp_list<>;
};
template <class Enum, class... L> struct fact_declaration<facts_of<Enum, L...>> : facts_of<Enum, L...> {};
template <class Front> struct facts_declared {
    using type = void;
    using lives = mp::mp_list<>;
};
template <class Front>
    requires requires { typename Front::facts; }
struct facts_declared<Front> : fact_declaration<typename Front::facts> {
    static_assert(enumerator_count<typename fact_declaration<typename Front::facts>::type>() <= 64, "a machine has at most 64 facts");
};
template <class Front> struct attributes_declared {
    using list = mp::mp_list<>;
    static constexpr layout slots{};
};
template <class Front>
    requires requires { typename Front::attributes; }
struct attributes_declared<Front> : Front::attributes {};

// ---- fields -----------------------------------------------------------------------------------------------------------
struct field_signature {
    std::string_view name;
    field_type type{};
    std::uint8_t width = 0;
    bool is_signed = false;
    std::uint64_t values = 0;  ///< identity of the enum of an enumeration
};
template <class T> constexpr field_type type_of_field() {
    if constexpr (std::is_same_v<T, bool>) return field_type::boolean;
    else if constexpr (std::is_same_v<T, caseclock::name>) return field_type::name;
    else if constexpr (std::is_same_v<T, instant>) return field_type::instant;
    else if constexpr (std::is_same_v<T, std::chrono::milliseconds>) return field_type::duration;
    else if constexpr (std::is_enum_v<T>) {
        static_assert(boost::describe::has_describe_enumerators<T>::value, "describe the enum of the field: BOOST_DESCRIBE_ENUM(level, ...)");
        return field_type::enumeration;
    } else {
        static_assert(std::is_integral_v<T>, "a field of an event is a bool, an integer, an enum, a name, std::chrono::milliseconds or an instant");
        return field_type::integer;
    }
}
template <class T> constexpr bool is_signed_field() {
    if constexpr (std::is_enum_v<T>) return std::is_signed_v<std::underlying_type_t<T>>;
    else if constexpr (std::is_integral_v<T>) return std::is_signed_v<T>;
    else return true;
}
template <class E> using members = boost::describe::describe_members<E, boost::describe::mod_any_access>;
template <class E, class D> using member_type = std::remove_cvref_t<decltype(std::declval<E&>().*D::pointer)>;
template <class E, class... D> constexpr auto signatures(mp::mp_list<D...>) {
    return std::array<field_signature, sizeof...(D)>{
        field_signature{D::name, type_of_field<member_type<E, D>>(), static_cast<std::uint8_t>(sizeof(member_type<E, D>)),
                        is_signed_field<member_type<E, D>>(), identity_of<member_type<E, D>>}...};
}
template <class E> constexpr auto fields_of() {
    if constexpr (std::is_same_v<E, none>) return std::array<field_signature, 0>{};
    else return signatures<E>(mp::mp_rename<members<E>, mp::mp_list>{});
}

struct attribute_signature {
    std::string_view name;
    attribute_kind kind{};
    std::uint64_t values = 0;
};
template <class... A> constexpr auto attribute_signatures(mp::mp_list<A...>) {
    return std::array<attribute_signature, sizeof...(A)>{attribute_signature{name_of<A::attribute>(), A::kind, identity_of<typename A::values>}...};
}
template <class Front> inline constexpr auto attributes_of_front = attribute_signatures(typename attributes_declared<Front>::list{});

/// A field may carry to an attribute of its own kind only.
template <class Front, class E> constexpr bool carries_kind_by_kind() {
    constexpr auto fields = fields_of<E>();
    for (const auto& f : fields)
        for (const auto& a : attributes_of_front<Front>) {
            if (a.name != f.name) continue;
            constexpr attribute_kind kind[] = {attribute_kind::count,  attribute_kind::count,    attribute_kind::one_of,
                                               attribute_kind::name, attribute_kind::duration, attribute_kind::instant};
            if (f.type == field_type::boolean || kind[static_cast<std::size_t>(f.type)] != a.kind) return false;
            if (f.type == field_type::enumeration && f.values != a.values) return false;
        }
    return true;
}

template <class Enum> std::vector<std::string> enumerators_of() {
    if constexpr (std::is_enum_v<Enum> && !std::is_same_v<Enum, caseclock::name>) {
        constexpr auto names = enumerator_names<Enum>();
        return strings(names);
    } else return {};
}

template <class E, class... D> void offsets_of(std::vector<field_info>& out, mp::mp_list<D...>) {
    E e{};
    const auto* base = reinterpret_cast<const char*>(&e);
    std::size_t i = 0;
    ((out[i].offset = static_cast<std::uint8_t>(reinterpret_cast<const char*>(&(e.*D::pointer)) - base),
      out[i].enumerators = enumerators_of<member_type<E, D>>(), ++i), ...);
}

inline void describe_fields(const definition_data& d, event_info& event, const field_signature* first, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        field_info f;
        f.name = first[i].name;
        f.type = first[i].type;
        f.width = first[i].width;
        f.is_signed = first[i].is_signed;
        for (std::size_t a = 0; a < d.attributes.size(); ++a)
            if (d.attributes[a].name == f.name) f.attribute = static_cast<std::uint8_t>(a);
        if (f.type == field_type::boolean)
            for (std::size_t k = 0; k < d.facts.size(); ++k)
                if (d.facts[k].name == f.name) f.fact = static_cast<std::uint8_t>(k);
        event.fields.push_back(std::move(f));
    }
}

template <class T> struct child_clause {
    static constexpr std::string_view relation{}, state{};
};
template <fixed_string Relation, fixed_string State> struct child_clause<child_entered<Relation, State>> {
    static constexpr std::string_view relation = Relation.view(), state = State.view();
};

template <class Front, class E> void describe_event(definition_data& d) {
    static_assert(carries_kind_by_kind<Front, E>(),
                  "a field has the name of an attribute of another kind: integer for counted, name for named, the same enum for enumerated, "
                  "milliseconds for timed, instant for dated");
    event_info event;
    event.name = text_of<E>();
    event.tag = tag_of_name(event.name);
    if constexpr (!std::is_same_v<E, none>) {
        static constexpr auto fields = fields_of<E>();
        describe_fields(d, event, fields.data(), fields.size());
        if constexpr (fields.size() != 0) offsets_of<E>(event.fields, mp::mp_rename<members<E>, mp::mp_list>{});
        if constexpr (requires { typename E::origin; }) {
            event.raised_only = true;
            event.child = child_clause<typename E::origin>::relation;
            event.child_state = child_clause<typename E::origin>::state;
        }
        event.rules = strings(rules_of<E>());
    }
    d.events.push_back(std::move(event));
}

template <class N, class Front, class S> void describe_state(definition_data& d) {
    state_info s;
    s.name = name_v<S>;
    s.tag = tag_of_name(s.name);
    const auto number = d.states.size();
    for (std::size_t r = 0; r < N::regions; ++r) s.initial = s.initial || N::number.initial[r] == number;
    s.ends_case = is_ending<S>;
    s.final = is_ending<S> || is_last<S>;
    if constexpr (is_interrupt<S>) {
        static_assert(mp::mp_contains<typename N::events, typename S::ends>::value, "no row takes the event that ends this interrupt state");
        s.interrupted_until = static_cast<std::uint8_t>(mp::mp_find<typename N::events, typename S::ends>::value);
    }
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, typename S::flag_list>>([&](auto flag) {
        const std::string text{name_v<typename decltype(flag)::type>};
        std::size_t i = 0;
        while (i < d.flags.size() && d.flags[i] != text) ++i;
        if (i == d.flags.size()) d.flags.push_back(text);
        s.flags |= std::uint32_t{1} << i;
    });
    s.enter = std::string_view{S::entry::name};
    s.leave = std::string_view{S::exit::name};
    s.rules = strings(rules_of<S>());
    for (const auto& list : {strings(S::entry::rules), strings(S::exit::rules)}) s.rules.insert(s.rules.end(), list.begin(), list.end());
    d.states.push_back(std::move(s));
}

// ---- facts and attributes ---------------------------------------------------------------------------------------------
template <class N> struct life_reader {
    fact_info& fact;
    template <class E> static std::uint8_t event() {
        static_assert(mp::mp_contains<typename N::events, E>::value, "until<...> names an event that no row takes");
        return static_cast<std::uint8_t>(mp::mp_find<typename N::events, E>::value);
    }
    template <class S> static std::uint8_t state() {
        static_assert(mp::mp_contains<typename N::states, S>::value, "until_left<...> or until_entered<...> names a state that is in no row");
        return static_cast<std::uint8_t>(mp::mp_find<typename N::states, S>::value);
    }
    template <class... E> void operator()(until<E...>) const { (fact.until_events.push_back(event<E>()), ...); }
    template <class... S> void operator()(until_left<S...>) const { (fact.until_left.push_back(state<S>()), ...); }
    template <class... S> void operator()(until_entered<S...>) const { (fact.until_entered.push_back(state<S>()), ...); }
    template <fixed_string... Id> void operator()(rule<Id...>) const {
        for (const auto id : rule<Id...>::ids) fact.rules.emplace_back(id);
    }
};

template <class N, class Front> void describe_facts(definition_data& d) {
    using declared = facts_declared<Front>;
    if constexpr (!std::is_void_v<typename declared::type>) {
        static constexpr auto names = enumerator_names<typename declared::type>();
        for (const auto n : names) {
            fact_info f;
            f.name = n;
            f.tag = tag_of_name(n);
            d.facts.push_back(std::move(f));
        }
        mp::mp_for_each<typename declared::lives>([&](auto line) {
            using L = decltype(line);
            static_assert(std::is_same_v<std::remove_cv_t<decltype(L::fact)>, typename declared::type>, "lasts<...> names a fact of another enum");
            const life_reader<N> read_life{d.facts[static_cast<std::size_t>(L::fact)]};
            mp::mp_for_each<typename L::clauses>(read_life);
        });
    }
}

template <class Front> void describe_attributes(definition_data& d) {
    using declared = attributes_declared<Front>;
    d.engine.slots = declared::slots;
    d.attributes.resize(mp::mp_size<typename declared::list>::value);
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, typename declared::list>>([&](auto item) {
        using A = typename decltype(item)::type;
        const auto i = static_cast<std::size_t>(A::attribute);
        auto& a = d.attributes[i];
        a.name = name_of<A::attribute>();
        a.tag = tag_of_name(a.name);
        a.kind = A::kind;
        a.unit = A::unit;
        a.slot = declared::slots.slot[i];
        a.enumerators = enumerators_of<typename A::values>();
        a.rules = strings(A::rules);
    });
}

template <class Front> void describe_words(definition_data& d) {
    if constexpr (requires { typename Front::cues; }) d.cues = enumerators_of<typename Front::cues>();
    if constexpr (requires { typename Front::roles; }) d.roles = enumerators_of<typename Front::roles>();
    if constexpr (requires { typename Front::orders; }) d.orders = enumerators_of<typename Front::orders>();
    if constexpr (requires { typename Front::notes; }) d.notes = enumerators_of<typename Front::notes>();
    d.rules = strings(rules_of<Front>());
}

// ---- rows -------------------------------------------------------------------------------------------------------------
template <class Rest, class E> bool ask_rest(step& now, const payload& data) { return call<Rest>(unpack<E>(data), now); }

/// A row as constants, so that describing hundreds of them is one loop.
struct row_text {
    std::string_view guard, action;
    fact_test choice;
    const asked_fact_or_guard* asked;
    std::size_t asked_count;
    guard_function rest;
    std::string_view rest_text;
    const guard_function* asked_functions;
    rule_list guard_rules, action_rules;
    bool internal;
};
template <class G, class E> inline constexpr auto functions_of_asked = guard_traits<G>::template asked_functions<E>();
template <class R> constexpr guard_function rest_function() {
    using P = parts<R>;
    if constexpr (std::is_same_v<typename P::rest, none>) return nullptr;
    else return &ask_rest<typename P::rest, std::conditional_t<event_matters<typename P::rest, typename P::event>, typename P::event, none>>;
}
template <class R> constexpr row_text text_of_row() {
    using G = guard_traits<typename R::Guard>;
    return {text_of<typename R::Guard>(), text_of<typename parts<R>::action>(), G::choice, G::asked.data(), G::asked.size(), rest_function<R>(),
            text_of<typename parts<R>::rest>(), functions_of_asked<typename R::Guard, typename R::Evt>.data(), list_of(G::rules),
            action_rules<typename R::Action>::list, is_internal<R>};
}

/// Guards of the cold path by number; 0 is none.
struct guard_numbers {
    definition_data& d;
    std::vector<guard_function>& functions;
    std::uint16_t operator()(guard_function f, std::string_view text) const {
        for (std::size_t i = 1; i < functions.size(); ++i)
            if (functions[i] == f && d.guards[i] == text) return static_cast<std::uint16_t>(i);
        functions.push_back(f);
        d.guards.emplace_back(text);
        return static_cast<std::uint16_t>(functions.size() - 1);
    }
};

inline std::uint8_t fact_of_bit(std::uint64_t bit) {
    std::uint8_t i = 0;
    while ((bit >> i & 1U) == 0) ++i;
    return i;
}

inline requirement_info describe_asked(const definition_data& d, const asked_fact_or_guard& a, guard_function f, const guard_numbers& number) {
    requirement_info out;
    out.where = a.where;
    out.how = a.hard ? hardness::hard : hardness::soft;
    for (const auto& list : a.rules) out.rules.insert(out.rules.end(), list.begin(), list.end());
    if (a.fact == 0) {
        out.guard = number(f, a.guard);
        out.name = a.guard;
        return out;
    }
    out.fact = fact_of_bit(a.fact);
    if (out.fact < d.facts.size()) {
        out.name = d.facts[out.fact].name;
        out.rules.insert(out.rules.end(), d.facts[out.fact].rules.begin(), d.facts[out.fact].rules.end());
    }
    return out;
}

inline void describe_row(definition_data& d, const row_text& text, row_info row, const guard_numbers& number) {
    row.tag = 0;
    row.internal = text.internal;
    if (row.internal) row.to = row.from;
    row.care = text.choice.care;
    row.want = text.choice.want;
    if (text.rest != nullptr) row.guard = number(text.rest, text.rest_text);
    row.guard_text = text.guard;
    row.action_text = text.action;
    for (const auto& list : {text.guard_rules, text.action_rules}) row.rules.insert(row.rules.end(), list.begin(), list.end());
    for (std::size_t k = 0; k < text.asked_count; ++k) row.asks.push_back(describe_asked(d, text.asked[k], text.asked_functions[k], number));
    d.rows.push_back(std::move(row));
}

template <class N, class... R> void describe_rows(definition_data& d, mp::mp_list<R...>) {
    static constexpr row_text texts[] = {text_of_row<R>()...};
    auto functions = std::make_shared<std::vector<guard_function>>(1, nullptr);
    d.guards.emplace_back();
    const guard_numbers number{d, *functions};
    for (std::size_t i = 0; i < N::row_count; ++i) {
        row_info row;
        row.from = static_cast<std::uint8_t>(N::number.from[i]);
        row.to = static_cast<std::uint8_t>(N::number.to[i]);
        row.event = static_cast<std::uint8_t>(N::number.on[i]);
        row.written = static_cast<std::uint16_t>(i);
        describe_row(d, texts[i], std::move(row), number);
    }
    d.program = std::move(functions);
}

}  // namespace caseclock::detail
