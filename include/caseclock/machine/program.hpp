// SPDX-License-Identifier: Apache-2.0
//
// The code of a machine that was described at run time: tests that lead on to one of two places, then acts, the last of which says so.
//
//   behaviour -> [test]* -> [ask | lapse]? -> [act]* last -> taken
//                  \-> refuse
//
// What a row sets and clears of facts is no code: it is a mask of the row, applied with the last act.
#pragma once

#include "caseclock/machine/description.hpp"
#include "caseclock/machine/engine.hpp"

namespace caseclock::detail {

enum class op : std::uint8_t {
    refuse,
    nothing,
    // tests
    facts_all,      ///< all of the mask `value`
    value_among,    ///< the number is a bit of `value`
    value_equals,
    value_at_most,
    value_at_least,
    value_is_set,
    registered_guard,  ///< guard `what`
    // acts
    ask,             ///< named guards, and facts asked only where others hold
    lapse,           ///< facts of `ought` that are missing
    clear,           ///< clears `value`
    set,             ///< sets `value`
    say,             ///< intent `kind`, number `what`, with `value`
    say_value,       ///< the same with the number read
    put,             ///< attribute `target` takes `value`
    put_value,       ///< attribute `target` takes the number read
    add,             ///< attribute `target` counts `value` more
    raise,           ///< event of tag `value` to recipient `kind`
    pass,            ///< the child's attribute of tag `what32` starts with `value`
    pass_value,      ///< with the number read
    open,            ///< child: machine tag in the high half of `value`, event tag in the low; relation `what32`, `count` passed
    registered_action  ///< action `what`
};
inline constexpr op last_test = op::registered_guard;

/// Where a number is read: an attribute of the case or a field of the event.
struct source {
    std::uint8_t offset = 0, width = 0;
    bool of_event = false, is_signed = false, is_name = false;
};

struct instruction {
    op code = op::refuse;
    bool last = false;
    std::uint8_t kind = 0;    ///< intent or recipient
    std::uint8_t count = 0;   ///< passed attributes
    std::uint16_t what = 0;
    std::uint16_t then = 1, otherwise = 1;  ///< of a test: how far to go on
    attribute_slot target{};
    source from{};
    std::uint32_t what32 = 0;
    std::int64_t value = 0;
    friend bool operator==(const instruction& a, const instruction& b) noexcept {
        return a.code == b.code && a.last == b.last && a.kind == b.kind && a.count == b.count && a.what == b.what && a.then == b.then &&
               a.otherwise == b.otherwise && a.target == b.target && a.from.offset == b.from.offset && a.from.width == b.from.width &&
               a.from.of_event == b.from.of_event && a.from.is_signed == b.from.is_signed && a.from.is_name == b.from.is_name &&
               a.what32 == b.what32 && a.value == b.value;
    }
};
static_assert(sizeof(instruction) == 32, "two instructions to a cache line");

struct program {
    std::vector<instruction> code;
    std::vector<std::uint32_t> guard_at{0};  ///< by guard number: its first test
    std::uint32_t begin_at = 0;              ///< entries of the initial states
    std::vector<build_options::guard_function> guards;
    std::vector<build_options::action_function> actions;
};

[[nodiscard]] inline std::int64_t read_source(const source& s, const step& now, const payload& data) noexcept {
    if (s.of_event) return read_field(data, s.offset, s.width, s.is_signed, s.is_name);
    return read(now.record(), {s.offset, s.width});
}

[[nodiscard]] [[gnu::always_inline]] inline bool holds(const program& p, const instruction& i, step& now, const payload& data) {
    switch (i.code) {
        case op::facts_all: return (~now.facts() & static_cast<std::uint64_t>(i.value)) == 0;
        case op::registered_guard: return p.guards[i.what](now, data);
        default: break;
    }
    const auto number = read_source(i.from, now, data);
    switch (i.code) {
        case op::value_among: return static_cast<std::uint64_t>(number) < 64 && (static_cast<std::uint64_t>(i.value) >> number & 1U) != 0;
        case op::value_equals: return number == i.value;
        case op::value_at_most: return number != no_value && number <= i.value;
        case op::value_at_least: return number >= i.value;  // no_value is below everything
        default: return number != no_value;
    }
}

[[gnu::always_inline]] inline void act(const program& p, const instruction& i, step& now, const payload& data) {
    switch (i.code) {
        case op::clear: now.assign_facts(0, static_cast<std::uint64_t>(i.value)); break;
        case op::set: now.assign_facts(static_cast<std::uint64_t>(i.value), 0); break;
        case op::say: now.say(static_cast<intent_kind>(i.kind), i.what, i.value); break;
        case op::say_value: {
            const auto v = read_source(i.from, now, data);
            now.say(static_cast<intent_kind>(i.kind), i.what, v == no_value ? 0 : v);
            break;
        }
        case op::put: write(now.record(), i.target, i.value); break;
        case op::put_value: write(now.record(), i.target, read_source(i.from, now, data)); break;
        case op::add: attribute_reference(now.record(), i.target) += i.value; break;
        case op::raise:
            now.out().raised.push_back({static_cast<std::uint32_t>(i.value), static_cast<recipient>(i.kind), {}});
            break;
        case op::pass: now.pass(i.what32, i.value); break;
        case op::pass_value: now.pass(i.what32, read_source(i.from, now, data)); break;
        case op::open:
            now.add_child(static_cast<std::uint32_t>(static_cast<std::uint64_t>(i.value) >> 32), static_cast<std::uint32_t>(i.value), i.what32, {}, i.count);
            break;
        case op::registered_action: p.actions[i.what](now, data); break;
        default: break;
    }
}

/// Runs a behaviour's code.
struct interpreter {
    const definition_data& d;
    const program& p;

    [[gnu::always_inline]] verdict operator()(bool open, const row_data& row, step& now, const payload& data) const {
        const instruction* i = p.code.data() + (open ? row.behaviour : 0);
        for (;;) {
            if (i->code == op::refuse) return verdict::pass;
            if (i->code > op::nothing && i->code <= last_test) {
                i += holds(p, *i, now, data) ? i->then : i->otherwise;
                continue;
            }
            if (i->code == op::ask) {
                if (ask(d, row, now, data) == verdict::refused) return verdict::refused;
            } else if (i->code == op::lapse) {
                if (const auto missing = row.ought & ~now.facts()) [[unlikely]] now.lapse(missing);
            } else {
                act(p, *i, now, data);
            }
            if (i->last) {
                now.assign_facts(row.set, row.ends);
                return verdict::taken;
            }
            ++i;
        }
    }
};

[[nodiscard]] inline const program& program_of(const definition_data& d) noexcept { return *static_cast<const program*>(d.program.get()); }

inline outcome process_program(const definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
    step now(record, out, at, d.engine.slots);
    return run<shape<>>(d, now, event, data, interpreter{d, program_of(d)});
}
inline outcome start_program(const definition_data& d, step& now) {
    const auto& p = program_of(d);
    const auto enter = [&](step& s) {
        for (const instruction* i = p.code.data() + p.begin_at;; ++i) {
            act(p, *i, s, {});
            if (i->last) return;
        }
    };
    return begin<shape<>>(d, now, enter, interpreter{d, p});
}
inline bool ask_program(const definition_data& d, unsigned guard, step& now, const payload& data) {
    const auto& p = program_of(d);
    const instruction* i = p.code.data() + p.guard_at[guard];
    while (i->code > op::nothing && i->code <= last_test) i += holds(p, *i, now, data) ? i->then : i->otherwise;
    return i->code != op::refuse;
}

}  // namespace caseclock::detail
