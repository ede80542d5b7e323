// SPDX-License-Identifier: Apache-2.0
//
// Names without macros: the last component of __PRETTY_FUNCTION__, the same text from g++ and clang++.
//
//   struct hold {};                                      name_of<hold>()             "hold"
//   enum class fact { identified };                      name_of<fact::identified>() "identified"
//   struct hold_ { static constexpr std::string_view name = "hold"; };               "hold"
//   needs<identified, consented>                         composed                    "needs(identified, consented)"
//
// Stable tags and the schema hash are made of these names, so they too are equal under both compilers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace caseclock {

/// A text as a template argument: rule<"G-03">.
template <std::size_t N> struct fixed_string {
    char data[N]{};
    constexpr fixed_string(const char (&literal)[N]) {  // NOLINT: a literal is what one writes
        for (std::size_t i = 0; i < N; ++i) data[i] = literal[i];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {data, N - 1}; }
};

/// FNV-1a, 64 bit: for stable tags and the schema hash.
[[nodiscard]] constexpr std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325U) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

/// The stable tag of a name: what journals and snapshots carry instead of a position.
[[nodiscard]] constexpr std::uint32_t tag_of_name(std::string_view name) { return static_cast<std::uint32_t>(fnv(name)); }

template <class T> constexpr std::string_view name_of();
template <auto V> constexpr std::string_view name_of();

namespace detail {

template <class T> constexpr std::string_view pretty_type() { return __PRETTY_FUNCTION__; }
template <auto V> constexpr std::string_view pretty_value() { return __PRETTY_FUNCTION__; }

/// "... [with T = a::b; std::string_view = ...]", "... [T = a::b]", "[V = &a::b]"  ->  "a::b"
constexpr std::string_view argument_of(std::string_view text) {
    text.remove_prefix(text.find(" = ") + 3);
    text = text.substr(0, text.find_first_of(";]"));
    if (!text.empty() && text.front() == '&') text.remove_prefix(1);
    return text;
}

constexpr bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// "a::b" -> "b". Templates, lambdas and unnamed values have no plain name: "".
constexpr std::string_view leaf_of(std::string_view text) {
    if (const auto colon = text.rfind("::"); colon != std::string_view::npos) text.remove_prefix(colon + 2);
    for (const char c : text)
        if (!is_word(c)) return {};
    return text;
}

/// Text of fixed capacity, for names composed in constants.
struct name_text {
    char data[240]{};
    std::size_t size = 0;
    constexpr name_text& operator+=(std::string_view more) {
        for (const char c : more) {
            if (size == sizeof data) throw "a composed name is longer than 240 characters: give the guard or action a name of its own";
            data[size++] = c;
        }
        return *this;
    }
    constexpr operator std::string_view() const { return {data, size}; }  // NOLINT: it is one
};

/// head(a, b); parts without a name (rule<...>) are left out.
constexpr name_text call_text(std::string_view head, std::initializer_list<std::string_view> parts) {
    name_text out;
    out += head;
    out += "(";
    bool first = true;
    for (const auto part : parts) {
        if (part.empty()) continue;
        if (!first) out += ", ";
        out += part;
        first = false;
    }
    out += ")";
    return out;
}

/// a, b
constexpr name_text list_text(std::initializer_list<std::string_view> parts) {
    name_text out;
    for (const auto part : parts) {
        if (part.empty()) continue;
        if (out.size != 0) out += ", ";
        out += part;
    }
    return out;
}

/// Somebody else's template (And_<a, b>) is called And_(a, b).
template <class T> struct compound : std::false_type {};
template <template <class...> class X, class First, class... Rest> struct compound<X<First, Rest...>> : std::true_type {
    static constexpr name_text name = [] {
        const auto whole = argument_of(pretty_type<X<First, Rest...>>());
        return call_text(leaf_of(whole.substr(0, whole.find('<'))), {name_of<First>(), name_of<Rest>()...});
    }();
};

}  // namespace detail

/// The name of a state, an event, a machine: `static constexpr name` if it has one, else its own identifier.
template <class T> constexpr std::string_view name_of() {
    if constexpr (requires { std::string_view{T::name}; }) return T::name;
    else if constexpr (detail::compound<T>::value) return detail::compound<T>::name;
    else {
        constexpr auto leaf = detail::leaf_of(detail::argument_of(detail::pretty_type<T>()));
        static_assert(!leaf.empty(), "this type has no plain name: add `static constexpr std::string_view name`");
        return leaf;
    }
}

/// The name of an enumerator or of a function.
template <auto V> constexpr std::string_view name_of() {
    if constexpr (std::is_class_v<decltype(V)>) return decltype(V)::name;
    else {
        constexpr auto leaf = detail::leaf_of(detail::argument_of(detail::pretty_value<V>()));
        static_assert(!leaf.empty() && leaf != "_FUN" && leaf != "__invoke",  // what the compilers call a lambda's function
                      "this value has no plain name: use a named function or enumerator");
        return leaf;
    }
}

/// One constant evaluation per name: clang counts 1,048,576 steps per constant, not per program.
template <class T> inline constexpr std::string_view name_v = name_of<T>();
template <class T> inline constexpr std::uint32_t tag_of = tag_of_name(name_v<T>);

}  // namespace caseclock
