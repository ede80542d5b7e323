// SPDX-License-Identifier: Apache-2.0
//
// A rulebook in the making: what every part of the builder reads and adds to, and the faults found so far.
#pragma once

#include "caseclock/rulebook/build.hpp"
#include "caseclock/time/duration_text.hpp"
#include "caseclock/time/nearest_word.hpp"

#include <set>

namespace caseclock::detail {

/// A fault, with a sentence in `plain` that quotes nothing.
struct build_fault {
    std::uint32_t mark = 0;
    std::string subject{};  ///< "policy pick_up"
    std::string what{};
    std::string_view plain{};

    friend bool operator==(const build_fault& a, const build_fault& b) noexcept {
        return a.mark == b.mark && a.subject == b.subject && a.what == b.what;
    }
};

namespace plain {
inline constexpr std::string_view unknown_name = "a name that is not known";
inline constexpr std::string_view taken_name = "a name that is taken";
inline constexpr std::string_view wrong_value = "a value that is not allowed";
inline constexpr std::string_view missing = "something is missing";
inline constexpr std::string_view too_many = "more than is allowed";
inline constexpr std::string_view contradiction = "two things that contradict each other";
inline constexpr std::string_view machine = "a machine that does not fit together";
}  // namespace plain

/// "a, b, c"; long lists are cut.
[[nodiscard]] std::string listed(const std::vector<std::string>& names);
/// 'there is no state "ringng"; did you mean "ringing"? (allowed: ...)'
[[nodiscard]] std::string no_such(std::string_view kind, std::string_view name, const std::vector<std::string>& allowed);
template <class List> [[nodiscard]] std::vector<std::string> names_of(const List& list) {
    std::vector<std::string> names;
    for (const auto& each : list)
        if (!each.name.empty()) names.push_back(each.name);
    return names;
}
/// In quotes; a long text is cut.
[[nodiscard]] std::string quoted(std::string_view text);

inline constexpr std::size_t fault_limit = 500;         ///< faults that are told one by one
inline constexpr std::size_t condition_limit = 1000;    ///< named conditions of a rulebook
inline constexpr unsigned condition_part_limit = 1024;  ///< parts of one condition, those of the conditions it names included

/// Where faults go; each is kept once.
class fault_sink {
public:
    /// What the next faults are about, and where it stands.
    void about(std::string subject, std::uint32_t mark) {
        subject_ = std::move(subject);
        mark_ = mark;
    }
    /// The same for a part of what they are about; gives back what that was.
    [[nodiscard]] std::pair<std::string, std::uint32_t> change_subject(std::string subject, std::uint32_t mark) {
        return {std::exchange(subject_, std::move(subject)), std::exchange(mark_, mark)};
    }
    void add(std::uint32_t mark, std::string_view plainly, std::string what) {
        add({mark != 0 ? mark : mark_, subject_, std::move(what), plainly});
    }
    void add(const build_fault& made) {
        if (all_.size() < fault_limit && std::find(all_.begin(), all_.end(), made) == all_.end()) all_.push_back(made);
    }
    [[nodiscard]] bool full() const noexcept { return all_.size() >= fault_limit; }
    /// Runs it; a text that cannot be read becomes a fault.
    template <class Read> bool note(std::uint32_t mark, Read read) {
        try {
            read();
            return true;
        } catch (const text_error& error) {
            add(mark, plain::wrong_value, error.what());
            return false;
        }
    }
    [[nodiscard]] const std::vector<build_fault>& all() const noexcept { return all_; }
    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

private:
    std::string subject_;
    std::uint32_t mark_ = 0;
    std::vector<build_fault> all_;
};

struct rulebook_source {
    rulebook_description from;
    std::vector<definition> machines;
};

/// `data` may hold the versions before: what is found there by its name keeps its number, what is new is numbered behind it.
struct rulebook_draft {
    const rulebook_description& from;
    rulebook_data& data;
    fault_sink faults{};
    std::vector<definition> machines{};             ///< before guards are edited
    std::vector<const machine_description*> own{};  ///< beside `machines`; nullptr: it was given
    std::vector<std::string> failed{};              ///< machines of the rulebook that could not be built
    std::size_t first_calendar = data.calendars.size();  ///< of this version
    std::vector<bool> sound_calendars{};            ///< of the version's calendars: it is the one described
    std::vector<ladder> ladders{};                  ///< beside from.ladders: their offsets and limits
    std::set<const metric_part*> unsound_parts{};   ///< of metrics: what is wrong in them is told
    std::set<std::size_t> ladders_tried{};          ///< by a policy
    std::set<std::string, std::less<>> rules{};

    /// The code of a text, from now on.
    std::uint32_t code_of(std::string_view text);
    void add_rules(const std::vector<std::string>& ids) { rules.insert(ids.begin(), ids.end()); }
    [[nodiscard]] const named_condition* condition_named(std::string_view name) const noexcept;
    [[nodiscard]] const option_description* option_named(std::string_view name) const noexcept;
    /// The version's calendars, in the order of their numbers.
    [[nodiscard]] std::span<const calendar_info> calendars() const noexcept { return std::span<const calendar_info>{data.calendars}.subspan(first_calendar); }
    [[nodiscard]] std::optional<std::uint8_t> find_calendar(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> calendar_named(const marked_text& name, fault_sink& to) const;
    [[nodiscard]] std::optional<std::uint16_t> role_named(const marked_text& name, fault_sink& to) const;
    [[nodiscard]] bool has_failed(std::string_view machine) const noexcept {
        return std::find(failed.begin(), failed.end(), machine) != failed.end();
    }
    [[nodiscard]] std::vector<std::string> machine_names() const;
};

/// The number of a word, which is added when it is new.
[[nodiscard]] std::uint16_t number_of_word(std::vector<word_info>& words, std::string_view name);
/// Says what the word, or the policy, of that name is from now on.
template <class Info> std::uint16_t put_named(std::vector<Info>& list, Info info) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Info& each) { return each.name == info.name; });
    const auto number = static_cast<std::uint16_t>(found - list.begin());
    if (found == list.end()) list.push_back(std::move(info));
    else *found = std::move(info);
    return number;
}

// ---- the parts, in the order in which they are built; each leaves its faults in the draft -------------------------------------------
void build_calendars(rulebook_draft& d);
void build_words(rulebook_draft& d);
void build_ladders(rulebook_draft& d);
void build_machines(rulebook_draft& d, std::span<const definition> given);
void check_machine_words(rulebook_draft& d);
void check_conditions(rulebook_draft& d);
void check_metrics(rulebook_draft& d);
void build_plans(rulebook_draft& d);
void check_unused_ladders(rulebook_draft& d);

/// All parts; the draft stays for whoever studies it further.
void build_parts(rulebook_draft& d, std::span<const definition> machines);
/// Throws description_error.
[[noreturn]] void refuse_description(const std::vector<build_fault>& faults);

}  // namespace caseclock::detail
