// SPDX-License-Identifier: Apache-2.0
//
// The keys of the language caseclock/1, described once: the checker reads a document against these shapes, and the JSON Schema for
// editors is generated from them.
//
//   a shape says what may stand somewhere: a text, a list of one shape, a mapping with known keys or with names of the writer's own
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace caseclock::detail {

struct shape;

/// A key of a mapping.
struct key_shape {
    std::string_view name;
    const shape* is = nullptr;
    std::string_view about;  ///< a sentence for editors
    bool required = false;
};

/// A mapping with known keys.
struct record_shape {
    std::span<const key_shape> keys{};
    std::span<const std::string_view> one_of{};  ///< exactly one of these keys stands in it
    const shape* others = nullptr;               ///< what further keys hold; nullptr: there are none
    std::string_view others_are{};               ///< "an attribute"
    std::string_view chosen_by{};                ///< this record is meant when that key is there
    std::string_view called{};                   ///< "a trigger", where the shape's name says more than that
};

/// What may stand somewhere; each kind of node at most one way.
struct shape {
    std::string_view name;                      ///< "a condition", as sentences call it; unique
    bool text = false;                          ///< a text may stand here
    std::span<const std::string_view> words{};  ///< and only one of these
    std::string_view pattern{};                 ///< how it looks, for editors (ECMAScript)
    std::string_view example{};                 ///< for sentences
    const shape* item = nullptr;                ///< a list of these may stand here
    std::span<const record_shape> records{};    ///< a mapping with known keys: the first that is chosen, else the last
    const shape* values = nullptr;              ///< a mapping from names of the writer's own to these
};

/// The whole document.
[[nodiscard]] const shape& rulebook_shape() noexcept;

}  // namespace caseclock::detail
