// SPDX-License-Identifier: Apache-2.0
//
// A machine as a reader, a renderer, a binding or a test sees it: names, tags, texts. No templates, nothing that runs.
//
// Numbers are positions in these lists. Event 0 is the completion event, which has no name. A tag is the hash of a name and is what
// is saved.
#pragma once

#include "caseclock/machine/attributes.hpp"
#include "caseclock/machine/outbox.hpp"

#include <string>
#include <vector>

namespace caseclock {

inline constexpr std::uint8_t no_region = 0xff;
inline constexpr std::uint8_t no_fact = 0xff;
inline constexpr std::uint8_t no_attribute = 0xff;
inline constexpr std::uint8_t not_in_payload = 0xff;

struct state_info {
    std::string name;
    std::uint32_t tag = 0;
    std::uint8_t region = no_region;  ///< by reach from the initial states; `no_region`: nothing leads here
    bool initial = false;
    bool final = false;      ///< its region is done here
    bool ends_case = false;  ///< no event is taken any more, in any region
    std::uint8_t interrupted_until = 0;  ///< the one event it lets through; 0: it is no interrupt state
    std::uint32_t flags = 0;             ///< bits of the machine's flag names
    std::string enter, leave;            ///< texts of its actions
    std::vector<std::string> rules;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"  // g++ 12 warns although the enumerators are scoped
enum class field_type : std::uint8_t { boolean, integer, enumeration, name, duration, instant };
#pragma GCC diagnostic pop
[[nodiscard]] constexpr std::string_view to_string(field_type type) noexcept {
    constexpr std::string_view text[] = {"boolean", "integer", "enumeration", "name", "duration", "instant"};
    return text[static_cast<std::size_t>(type)];
}

/// A field of an event. An attribute of the same name takes its value, a fact of the same name is set when it is true.
struct field_info {
    std::string name;
    field_type type{};
    std::uint8_t offset = 0;  ///< in the payload; `not_in_payload`: it travels beside it, in the host's event record
    std::uint8_t width = 0;
    bool is_signed = false;
    std::uint8_t attribute = no_attribute;  ///< the attribute it is carried to
    std::uint8_t fact = no_fact;            ///< the fact it sets
    std::vector<std::string> enumerators;
};

struct event_info {
    std::string name;
    std::uint32_t tag = 0;
    std::vector<field_info> fields;
    std::uint64_t sets = 0;         ///< facts it sets by itself
    std::uint64_t ends = 0;         ///< facts that last until it
    bool raised_only = false;       ///< the host cannot send it
    std::string child, child_state;  ///< both or none: the child called so entered the state called so
    std::vector<std::string> rules;
};

struct fact_info {
    std::string name;
    std::uint32_t tag = 0;
    std::vector<std::uint8_t> until_events, until_left, until_entered;  ///< all empty: it lasts as long as its case
    std::vector<std::string> rules;
};

struct attribute_info {
    std::string name;
    std::uint32_t tag = 0;
    attribute_kind kind{};
    attribute_unit unit{};
    attribute_slot slot{};
    std::vector<std::string> enumerators;  ///< of a `one_of`
    std::vector<std::string> rules;
};

enum class hardness : std::uint8_t {
    hard,  ///< refuses
    soft,  ///< lets pass and notes a lapse
    off    ///< is not asked
};

/// One thing a row needs (hard) or ought to have (soft).
struct requirement_info {
    std::string name;             ///< of the fact or of the guard
    std::uint8_t fact = no_fact;  ///< `no_fact`: a named guard
    std::uint16_t guard = 0;      ///< number of the guard; 0: a fact
    std::uint64_t where = 0;      ///< asked only where all of these facts hold
    hardness how = hardness::hard;
    std::vector<std::string> rules;  ///< ids by which a rulebook edits it: its list's, its row's, its fact's
};

struct row_info {
    std::uint32_t tag = 0;  ///< stable: of from, event, to and the place among rows alike in these
    std::uint8_t from = 0;
    std::uint8_t event = 0;  ///< 0: completion
    std::uint8_t to = 0;     ///< equal to `from` for an internal row too
    bool internal = false;
    std::uint16_t written = 0;        ///< line of the table it was written in (one line of a description may make several rows)
    std::uint64_t care = 0, want = 0;  ///< facts that choose it: ((facts ^ want) & care) == 0
    std::uint16_t guard = 0;          ///< the rest of its choice; 0: nothing
    std::string guard_text, action_text;
    std::vector<requirement_info> asks;
    std::vector<std::string> rules;
};

}  // namespace caseclock
