// SPDX-License-Identifier: Apache-2.0
//
// Cases of the example call in every state, and events for them in random order: 85 % are taken by some row where the case stands, the
// rest is any event; one in 24 starts the case anew.
#pragma once

#include "../../tests/machine/example_call.hpp"
#include "caseclock/machine/lower.hpp"
#include "harness.hpp"

#include <random>

namespace bench {

using namespace caseclock;
using call_machine = lowered<example::call>;

struct event_record {
    std::uint32_t slot;
    std::uint32_t event;  ///< 0: the case starts anew
    payload data;
    instant at;
};
static_assert(sizeof(event_record) == 32);

inline constexpr std::size_t prefetch_distance = 20;  ///< events; more brings nothing
inline constexpr std::size_t batch_size = 4096;       ///< events between two looks at the outbox

class traffic {
public:
    traffic(std::size_t cases, std::size_t events) : begin_(cases, fresh()), events_(events) {
        arena<case_record> now(cases, fresh());
        for (std::size_t i = 0; i < 6 * cases; ++i) run(now, draw(now));  // until cases are everywhere
        for (std::size_t i = 0; i < cases; ++i) now[i].id = i;
        begin_.copy_from(now);
        for (auto& e : events_) run(now, e = draw(now));
    }

    [[nodiscard]] const arena<case_record>& begin() const { return begin_; }
    [[nodiscard]] const arena<event_record>& events() const { return events_; }
    /// A case that has just started.
    [[nodiscard]] static case_record fresh() {
        case_record record;
        outbox out;
        step now(record, out, instant{}, call_machine::slots);
        define<example::call>().start(now);
        return record;
    }

private:
    [[nodiscard]] event_record draw(const arena<case_record>& now) {
        event_record e{};
        time_ += duration_of_one;
        e.at = instant{std::chrono::milliseconds{time_ >> 10}};
        e.slot = static_cast<std::uint32_t>(random_() % now.size());
        if (random_() % 24 == 0) return e;
        const auto& table = define<example::call>().data().engine;
        unsigned taken[call_machine::event_count], count = 0;
        for (unsigned k = 1; k < call_machine::event_count; ++k)
            if (table.cell(k, now[e.slot].state[0]) != 0) taken[count++] = k;
        e.event = random_() % 100 < 85 ? taken[random_() % count] : 1 + static_cast<unsigned>(random_() % (call_machine::event_count - 1));
        e.data = content(e.event);
        return e;
    }
    [[nodiscard]] payload content(unsigned event) {
        namespace ev = example::event;
        const auto bits = random_();
        const auto bit = [&](unsigned i) { return (bits >> i & 1U) != 0; };
        switch (event) {
            case call_machine::event_id<ev::answered>: return pack(ev::answered{caseclock::name(bits % 1000)});
            case call_machine::event_id<ev::handed>: return pack(ev::handed{caseclock::name(bits % 1000)});
            case call_machine::event_id<ev::said>: return pack(ev::said{bit(0), bit(1), bit(2), bit(3), bit(4)});
            case call_machine::event_id<ev::hold>: return pack(ev::hold{std::chrono::milliseconds{bits % 120'000}});
            case call_machine::event_id<ev::hung_up>: return pack(ev::hung_up{static_cast<std::uint32_t>(bits % 2)});
            case call_machine::event_id<ev::record>: return pack(ev::record{static_cast<std::uint32_t>(bits % 100)});
            default: return {};
        }
    }
    void run(arena<case_record>& now, const event_record& e) {
        if (e.event == 0) {
            now[e.slot] = fresh_;
            return;
        }
        out_.clear();
        step s(now[e.slot], out_, e.at, call_machine::slots);
        static_cast<void>(define<example::call>().process(s, e.event, e.data));
    }

    static constexpr std::uint64_t duration_of_one = 1024;  ///< of 1/1024 ms: a thousand events per second

    std::mt19937_64 random_{7};
    case_record fresh_ = fresh();
    outbox out_;
    std::uint64_t time_ = 0;
    arena<case_record> begin_;
    arena<event_record> events_;
};

/// What a pass over the events came to, besides its receipts.
struct totals {
    std::size_t intents = 0, raised = 0, children = 0, changes = 0, accepted = 0;
    friend bool operator==(const totals&, const totals&) = default;
    void add(outbox& out) {
        intents += out.intents.size();
        raised += out.raised.size();
        children += out.children.size();
        out.clear();
    }
};

}  // namespace bench
