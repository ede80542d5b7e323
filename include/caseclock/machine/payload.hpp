// SPDX-License-Identifier: Apache-2.0
//
// The plain bytes of an event: at most 16, moved by memcpy, so that an event record is a fixed-size value in any language.
//
//   struct hold { std::chrono::milliseconds announced; };
//   BOOST_DESCRIBE_STRUCT(hold, (), (announced))
//
// Field types: bool, integers, enums, `name`, std::chrono::milliseconds, `instant`.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace caseclock {

/// A UTC point in time, millisecond resolution (the same type as time/instant.hpp names).
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// The code of a text that the host keeps (an owner, a region). All ones: unset.
enum class name : std::uint32_t { unset = 0xffffffffU };

/// What reading an unset attribute gives, and what a field holds that carries nothing.
inline constexpr std::int64_t no_value = std::numeric_limits<std::int64_t>::min();

inline constexpr std::size_t payload_bytes = 16;
struct alignas(8) payload {
    std::array<std::byte, payload_bytes> data{};
    friend bool operator==(const payload&, const payload&) = default;
};

/// An event as bytes; padding and unused bytes are zero wherever the event is an aggregate without padding.
template <class E> [[nodiscard]] payload pack(const E& event) noexcept {
    static_assert(std::is_trivially_copyable_v<E>, "an event is plain data: it is copied as bytes");
    static_assert(sizeof(E) <= payload_bytes, "an event carries at most 16 bytes: texts and long lists stay with the host");
    payload out;
    if constexpr (!std::is_empty_v<E>) std::memcpy(out.data.data(), &event, sizeof event);
    return out;
}

/// The event those bytes are.
template <class E> [[nodiscard]] E unpack(const payload& bytes) noexcept {
    E event{};
    if constexpr (!std::is_empty_v<E>) std::memcpy(&event, bytes.data.data(), sizeof event);
    return event;
}

}  // namespace caseclock
