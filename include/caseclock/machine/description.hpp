// SPDX-License-Identifier: Apache-2.0
//
// A machine as somebody wrote it down, in YAML or Python: plain data, names instead of numbers, nothing checked yet.
//
//   machine_description repair{.name = "repair"};
//   repair.facts.push_back({.name = "estimate_told", .until = {.entered = {"repaired"}}});
//   repair.rows.push_back({.in = {"received"}, .events = {"start_repair"}, .condition = condition_description::of_fact("customer_waits"),
//                          .needs = {{.fact = "estimate_told"}}, .to = "repairing", .rules = {"T-29"}});
//   const definition d = build(repair);          // build.hpp: every fault at once
//
// Of the rows of one state and event the first whose condition holds is the row. (A Boost.MSM front-end reads from below.)
// `mark` is the reader's own number of a place in its text; faults give it back.
#pragma once

#include "caseclock/machine/info.hpp"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace caseclock {

class step;

/// A value: a number (enumerator number, count, milliseconds), or a text: an enumerator's name or a name of the host.
struct value_description {
    std::string text{};
    std::optional<std::int64_t> number{};
};

enum class comparison : std::uint8_t {
    one_of,    ///< equal to one of the values
    at_most,   ///< set, and not above the value
    at_least,  ///< set, and not below the value
    above,     ///< set, and above the value
    below,     ///< set, and below the value
    is_set,
    is_unset
};

/// A condition over facts, attributes, fields of the event and registered guards. `all_of` nothing holds.
struct condition_description {
    enum class kind : std::uint8_t { all_of, any_of, none_of, fact, attribute, field, guard };
    kind is = kind::all_of;
    std::vector<condition_description> of{};  ///< of all_of, any_of, none_of
    std::string name{};                     ///< of the fact, attribute, field or guard
    comparison how = comparison::one_of;    ///< of an attribute or field
    std::vector<value_description> values{};
    std::uint32_t mark = 0;

    [[nodiscard]] bool empty() const noexcept { return is == kind::all_of && of.empty(); }
    [[nodiscard]] static condition_description of_fact(std::string fact) { return make(kind::fact, std::move(fact)); }
    [[nodiscard]] static condition_description of_guard(std::string guard) { return make(kind::guard, std::move(guard)); }
    [[nodiscard]] static condition_description of_attribute(std::string attribute, comparison how, std::vector<value_description> values = {}) {
        auto c = make(kind::attribute, std::move(attribute));
        c.how = how;
        c.values = std::move(values);
        return c;
    }
    [[nodiscard]] static condition_description of_field(std::string field, comparison how, std::vector<value_description> values = {}) {
        auto c = of_attribute(std::move(field), how, std::move(values));
        c.is = kind::field;
        return c;
    }
    [[nodiscard]] static condition_description of_all(std::vector<condition_description> parts) { return make(kind::all_of, {}, std::move(parts)); }
    [[nodiscard]] static condition_description of_any(std::vector<condition_description> parts) { return make(kind::any_of, {}, std::move(parts)); }
    [[nodiscard]] static condition_description of_none(std::vector<condition_description> parts) { return make(kind::none_of, {}, std::move(parts)); }

private:
    [[nodiscard]] static condition_description make(kind k, std::string name, std::vector<condition_description> parts = {}) {
        condition_description c;
        c.is = k;
        c.name = std::move(name);
        c.of = std::move(parts);
        return c;
    }
};

/// One thing a row needs or ought to have: a fact, a registered guard, or a condition (which then wants a `name` to be refused by).
struct requirement_description {
    std::string fact{};
    std::string guard{};
    std::optional<condition_description> condition{};
    std::string name{};               ///< how a refusal calls it; by default the fact or the guard
    std::vector<std::string> where{};  ///< asked only where all of these facts hold
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct passed_description {
    std::string attribute{};          ///< of the child
    std::string from{};               ///< of the parent: pass its value; empty: pass `value`
    value_description value{};
};

struct action_description {
    enum class kind : std::uint8_t {
        say,            ///< cue `name`, with the number of `value_of` if given
        tell,           ///< role `name`
        remind,         ///< role `name`
        order,          ///< order `name`
        note,           ///< note `name`
        set,            ///< fact `name`
        clear,          ///< fact `name`
        put,            ///< attribute `name` takes `value`, or the value of `value_of` (an attribute or a field of the event)
        add,            ///< attribute `name` counts `value` more
        unset,          ///< attribute `name`
        raise,          ///< event `name` of this case
        tell_parent,    ///< event `name` of the parent
        tell_children,  ///< event `name` of every open child
        open,           ///< child case of machine `name`
        call            ///< registered action `name`
    };
    kind is = kind::say;
    std::string name{};
    std::string value_of{};
    value_description value{};
    std::string as{};                      ///< of open: what the parent calls the child; by default the machine's name
    std::string event{};                   ///< of open: its first event; empty: opened without one
    std::vector<passed_description> with{};  ///< of open
    std::uint32_t mark = 0;
};

struct attribute_description {
    std::string name{};
    attribute_kind kind = attribute_kind::name;
    attribute_unit unit = attribute_unit::real;
    std::vector<std::string> one_of{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct life_description {
    std::vector<std::string> events{}, left{}, entered{};
};
struct fact_description {
    std::string name{};
    life_description until{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct field_description {
    std::string name{};
    field_type type = field_type::integer;
    std::uint8_t width = 0;  ///< bytes; 0: by type (boolean 1, enumeration 1, integer and name 4, duration and instant 8)
    bool is_signed = false;
    std::vector<std::string> enumerators{};
    std::optional<std::uint8_t> offset{};  ///< in the payload; by default after the field before it
};
struct event_description {
    std::string name{};
    std::vector<field_description> fields{};
    std::vector<std::string> carries{};  ///< attributes: a field each, after `fields`; those beyond 16 bytes travel beside the payload
    std::vector<std::string> sets{};   ///< facts set whenever it is accepted
    bool raised_only = false;
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct state_description {
    std::string name{};
    bool initial = false;    ///< each initial state begins a region, in the order written
    bool final = false;      ///< its region is done; in a machine of one region no event is taken any more
    bool ends_case = false;  ///< no event is taken any more, in any region
    std::string interrupted_until{};  ///< the one event that is taken, in any region, until the state is left
    std::vector<std::string> flags{};
    std::vector<action_description> enter{}, leave{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct group_description {
    std::string name{};
    std::vector<std::string> states{};
    std::uint32_t mark = 0;
};

struct row_description {
    std::vector<std::string> in{};    ///< states and groups; "any": every state that is not final
    std::vector<std::string> events{};  ///< empty, and no child: a completion row
    std::string child{}, child_state{};  ///< instead of an event: the child called so entered its state called so
    condition_description condition;
    std::vector<requirement_description> needs{}, ought{};
    std::string to{};                 ///< empty: stay inside, nothing is left or entered
    std::vector<action_description> actions{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct machine_description {
    std::string name{};
    std::vector<attribute_description> attributes{};
    std::vector<fact_description> facts{};
    std::vector<event_description> events{};
    std::vector<state_description> states{};
    std::vector<group_description> groups{};
    std::vector<row_description> rows{};
    std::vector<std::string> cues{}, roles{}, orders{}, notes{};  ///< in this order first; those only actions name follow
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

/// What a description may call by name, and how its texts become numbers.
struct build_options {
    using guard_function = std::function<bool(step&, const payload&)>;
    using action_function = std::function<void(step&, const payload&)>;
    std::vector<std::pair<std::string, guard_function>> guards{};
    std::vector<std::pair<std::string, action_function>> actions{};
    /// Code of a text for an attribute of kind `name`; without it such texts are faults.
    std::function<std::optional<std::int64_t>(std::string_view text)> code_of_name;
    /// Number of a value for an attribute of another machine (`open ... with`); without it such texts are faults.
    std::function<std::optional<std::int64_t>(std::string_view machine, std::string_view attribute, std::string_view text)> value_of_child;
};

/// One fault of a description.
struct description_fault {
    std::uint32_t mark = 0;
    std::string subject{};  ///< "repair: row 7 (received, start_repair)"
    std::string what{};   ///< "needs unknown fact 'estimate_tld' (allowed: ...)"
};

/// Every fault of a description, one line each in what().
class description_error : public std::invalid_argument {
public:
    explicit description_error(std::vector<description_fault> faults) : std::invalid_argument(text_of(faults)), faults_(std::move(faults)) {}
    [[nodiscard]] const std::vector<description_fault>& faults() const noexcept { return faults_; }

private:
    [[nodiscard]] static std::string text_of(const std::vector<description_fault>& faults) {
        std::string out;
        for (const auto& f : faults) out += (out.empty() ? "" : "\n") + f.subject + ": " + f.what;
        return out;
    }
    std::vector<description_fault> faults_;
};

}  // namespace caseclock
