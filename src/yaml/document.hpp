// SPDX-License-Identifier: Apache-2.0
//
// YAML as a rulebook may use it: texts, lists and mappings, each with its place. Every scalar is text.
//
//   refused: duplicate keys, tags, anchors, aliases, merge keys, a second document, more than 1 MiB, depth over 32, control characters,
//            bytes that are no UTF-8, keys that are no text, and `null`, `~` and nothing where a value belongs
//
// A mark is the number of a place in a place_table; marks grow in the order of the text, so what lies within a node has marks between
// its own and its last.
#pragma once

#include "rulebook/draft.hpp"

namespace caseclock::detail {

/// Where something stands; line and column count from 1, the column in characters. Line 0: the file as a whole.
struct place {
    std::uint32_t file = 0;
    std::uint32_t line = 0, column = 0;
};

/// The places that marks stand for, over all files of one rulebook. Mark 0 is the first file as a whole.
class place_table {
public:
    explicit place_table(std::string first_file) : files_{std::move(first_file)}, places_(1) {}

    std::uint32_t add_file(std::string name) {
        files_.push_back(std::move(name));
        return static_cast<std::uint32_t>(files_.size() - 1);
    }
    std::uint32_t add(place at) {
        places_.push_back(at);
        return static_cast<std::uint32_t>(places_.size() - 1);
    }
    [[nodiscard]] const place& operator[](std::uint32_t mark) const noexcept { return places_[mark]; }
    [[nodiscard]] const std::string& file(std::uint32_t number) const noexcept { return files_[number]; }
    [[nodiscard]] std::uint32_t last() const noexcept { return static_cast<std::uint32_t>(places_.size() - 1); }

private:
    std::vector<std::string> files_;
    std::vector<place> places_;
};

struct yaml_entry;
struct yaml_node {
    enum class kind : std::uint8_t { nothing, text, list, map };
    kind is = kind::nothing;
    std::string text{};
    std::vector<yaml_node> items;      // without an initialiser: the type is incomplete here
    std::vector<yaml_entry> entries;
    std::uint32_t mark = 0;
    std::uint32_t last_mark = 0;  ///< of what lies within it

    [[nodiscard]] bool is_text() const noexcept { return is == kind::text; }
    [[nodiscard]] bool is_list() const noexcept { return is == kind::list; }
    [[nodiscard]] bool is_map() const noexcept { return is == kind::map; }
    [[nodiscard]] const yaml_entry* entry(std::string_view key) const noexcept;
    /// The value of a key; a node that is nothing when there is none.
    [[nodiscard]] const yaml_node& at(std::string_view key) const noexcept;
};
struct yaml_entry {
    std::string key{};
    std::uint32_t mark = 0;  ///< of the key
    yaml_node value{};
};

/// Reads one document. Faults go to the sink; empty when nothing can be made of the text.
[[nodiscard]] std::optional<yaml_node> read_yaml(std::string_view text, std::uint32_t file, place_table& places, fault_sink& faults);

inline constexpr std::size_t largest_text = std::size_t{1} << 20;  ///< bytes of one file

}  // namespace caseclock::detail
