// SPDX-License-Identifier: Apache-2.0
//
// Types as values, and their numbers in order of first appearance: linear in constant steps, where mp_unique is quadratic
// and overruns the template depth.
//
// A type is the hash of how the compiler prints it and of its own name (clang prints class values as {}). Addresses of
// variable templates would do, but g++ 12 with -fsanitize=undefined does not compare them in constants.
// `lowered::merged_wrongly` checks every merge by address, in each machine's test.
#pragma once

#include "caseclock/machine/names.hpp"

#include <array>

namespace caseclock::detail {

template <class T> constexpr std::uint64_t hash_type() {
    auto hash = fnv(pretty_type<T>());
    if constexpr (requires { std::string_view{T::name}; }) hash = fnv(T::name, hash);
    return hash;
}
template <class T> inline constexpr std::uint64_t identity_of = hash_type<T>();
template <class T> inline constexpr char address_of_type = 0;

/// Numbers keys of `Width` hashes; open addressing.
template <std::size_t Keys, std::size_t Width> struct interner {
    static constexpr std::size_t room = [] {
        std::size_t n = 8;
        while (n < 2 * Keys + 2) n *= 2;
        return n;
    }();
    std::array<std::uint16_t, room> slot{};
    std::array<std::array<std::uint64_t, Width>, Keys + 1> key{};
    std::array<std::uint16_t, Keys + 1> first{};  ///< by number: the position given with its first appearance
    std::size_t size = 0;

    constexpr std::uint16_t put(const std::array<std::uint64_t, Width>& k, std::size_t position) {
        std::uint64_t hash = 0x9e3779b97f4a7c15U;
        for (const auto part : k) hash = (hash ^ part) * 0x100000001b3U;
        for (std::size_t s = (hash ^ (hash >> 29)) % room;; s = (s + 1) % room) {
            if (slot[s] == 0) {
                for (std::size_t w = 0; w < Width; ++w) key[size][w] = k[w];
                first[size] = static_cast<std::uint16_t>(position);
                slot[s] = static_cast<std::uint16_t>(++size);
                return static_cast<std::uint16_t>(size - 1);
            }
            bool same = true;
            for (std::size_t w = 0; w < Width; ++w) same = same && key[slot[s] - 1U][w] == k[w];
            if (same) return static_cast<std::uint16_t>(slot[s] - 1);
        }
    }
};

}  // namespace caseclock::detail
