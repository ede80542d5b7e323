// SPDX-License-Identifier: Apache-2.0
//
// Dispatch: the lowered table, the same machine by hand and the same machine defined at run time, over the same events.
//
// R is the physics: an overlapped random read-modify-write of one 64-byte record, over the same cases in the same order.
#include "../../tests/machine/call_description.hpp"
#include "bars.hpp"
#include "by_hand.hpp"
#include "rearm.hpp"
#include "traffic.hpp"

#include <memory>
#include <stdexcept>

namespace bench {
namespace {

/// All events in batches, each case brought in ahead of its event; a receipt for each.
template <class Process>
[[gnu::noinline]] void dispatch(arena<case_record>& cases, const traffic& all, std::vector<outcome>& receipts, totals& came, const layout& slots, Process process) {
    const auto& events = all.events();
    const auto fresh = traffic::fresh();
    static outbox out;
    for (std::size_t base = 0; base < events.size(); base += batch_size) {
        const auto end = std::min(events.size(), base + batch_size);
        for (std::size_t i = base; i < end; ++i) {
            if (i + prefetch_distance < events.size()) __builtin_prefetch(&cases[events[i + prefetch_distance].slot], 1);
            const auto& e = events[i];
            if (e.event == 0) [[unlikely]] {
                cases[e.slot] = fresh;
                continue;
            }
            step now(cases[e.slot], out, e.at, slots);
            receipts[i] = process(now, e.event, e.data);
            came.changes += out.changes.size();
        }
        came.add(out);
    }
}

[[gnu::noinline]] void touch(arena<case_record>& cases, const traffic& all) {
    const auto& events = all.events();
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i + prefetch_distance < events.size()) __builtin_prefetch(&cases[events[i + prefetch_distance].slot], 1);
        cases[events[i].slot].facts += events[i].event;
    }
}

/// The cases and events of a bar; the last ones are kept for the next bar.
[[nodiscard]] const traffic& traffic_of(std::size_t cases, std::size_t events) {
    static std::unique_ptr<traffic> last;
    if (!last || last->begin().size() != cases) {
        last.reset();
        last = std::make_unique<traffic>(cases, events);
    }
    return *last;
}

/// Who runs, on which state numbers, over its own copy of the cases.
class contest {
public:
    contest(std::size_t cases, std::size_t events) : all_(traffic_of(cases, events)), cases_(cases), receipts_(events) {}

    template <class Process> double run(const layout& slots, Process process) {
        cases_.copy_from(all_.begin());
        std::fill(receipts_.begin(), receipts_.end(), outcome::not_taken);
        totals came;
        const auto ns = ns_each(receipts_.size(), [&] { dispatch(cases_, all_, receipts_, came, slots, process); });
        for (const auto o : receipts_) came.accepted += accepted(o);
        const auto hash = digest(came);
        if (digest_ != 0 && digest_ != hash) throw std::logic_error("two runs over the same events came to different ends");
        digest_ = hash;
        came_ = came;
        return ns;
    }
    double run_lowered() {
        return run(define<example::call>().slots(), [&d = define<example::call>()](step& now, unsigned e, const payload& data) { return d.process(now, e, data); });
    }
    double run_by_hand() {
        return run(call_machine::slots, [](step& now, unsigned e, const payload& data) {
            step here(now.record(), now.out(), now.at(), call_machine::slots);  // the compiler knows these slots
            return by_hand::process(here, e, data);
        });
    }
    double run_physics() {
        cases_.copy_from(all_.begin());
        return ns_each(receipts_.size(), [&] { touch(cases_, all_); });
    }
    [[nodiscard]] std::string text_of_totals() const {
        const auto count = static_cast<double>(receipts_.size());
        return text("%.0f %% accepted, %.2f effects per event", 100 * static_cast<double>(came_.accepted) / count,
                    static_cast<double>(came_.intents + came_.raised + came_.children) / count);
    }

private:
    /// Over all receipts and records: whoever runs, the end is the same.
    [[nodiscard]] std::uint64_t digest(const totals& came) const {
        std::uint64_t h = came.intents * 31 + came.raised * 37 + came.children * 41 + came.changes * 43 + 1;
        const auto mix = [&](std::uint64_t v) { h = (h ^ v) * 0x9e3779b97f4a7c15U + (h >> 29); };
        for (const auto r : receipts_) mix(static_cast<std::uint64_t>(r));
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            std::uint64_t words[8];
            std::memcpy(words, &cases_[i], sizeof words);
            for (const auto w : words) mix(w);
        }
        return h;
    }

    const traffic& all_;
    arena<case_record> cases_;
    std::vector<outcome> receipts_;
    std::uint64_t digest_ = 0;
    totals came_;
};

constexpr std::size_t million = 1'000'000;

}  // namespace

readings lowered_against_hand(const settings& how) {
    contest both(how.scaled(million), how.scaled(8 * million));
    std::vector<double> lowered_ns, hand_ns;
    for (int round = 0; round < how.rounds; ++round) {
        lowered_ns.push_back(both.run_lowered());
        hand_ns.push_back(both.run_by_hand());
    }
    return {{"lowered / by hand", median_ratio(lowered_ns, hand_ns), "x", reading::bound::at_most, 1.2,
             text("%.1f / %.1f ns per event; ", median(lowered_ns), median(hand_ns)) + both.text_of_totals()}};
}

readings dispatch_of_five_million(const settings& how) {
    contest both(how.scaled(5 * million), how.scaled(10 * million));
    std::vector<double> lowered_ns, physics_ns;
    for (int round = 0; round < how.rounds; ++round) {
        lowered_ns.push_back(both.run_lowered());
        physics_ns.push_back(both.run_physics());
    }
    return {{"dispatch / R", median_ratio(lowered_ns, physics_ns), "R", reading::bound::at_most, 2.1,
             text("%.1f / %.1f ns per event", median(lowered_ns), median(physics_ns))}};
}

readings dispatch_and_rearm(const settings& how) {
    const auto& all = traffic_of(how.scaled(5 * million), how.scaled(10 * million));
    arena<case_record> plain(all.begin().size());
    std::vector<double> rearm_ns, physics_ns;
    std::size_t fired = 0, armed = 0;
    for (int round = 0; round < how.rounds; ++round) {
        {
            clocked_cases cases(all);
            rearm_ns.push_back(ns_each(all.events().size(), [&] { cases.run(all); }));
            fired = cases.fired();
            armed = cases.armed();
        }
        plain.copy_from(all.begin());
        physics_ns.push_back(ns_each(all.events().size(), [&] { touch(plain, all); }));
    }
    return {{"dispatch, re-arm, fire / R", median_ratio(rearm_ns, physics_ns), "R", reading::bound::at_most, 3.2,
             text("%.1f / %.1f ns per event; %zu armed, %zu fired", median(rearm_ns), median(physics_ns), armed, fired)}};
}

readings defined_at_run_time(const settings& how) {
    const auto described = build(machine_test::call_description());
    contest both(how.scaled(5 * million), how.scaled(10 * million));
    std::vector<double> described_ns, lowered_ns;
    for (int round = 0; round < how.rounds; ++round) {
        described_ns.push_back(both.run(described.slots(), [&](step& now, unsigned e, const payload& data) { return described.process(now, e, data); }));
        lowered_ns.push_back(both.run_lowered());
    }
    return {{"defined at run time / compiled", median_ratio(described_ns, lowered_ns), "x", reading::bound::at_most, 1.35,
             text("%.1f / %.1f ns per event", median(described_ns), median(lowered_ns))}};
}

}  // namespace bench
