// SPDX-License-Identifier: Apache-2.0
//
// A desk that keeps its events: what that costs an event, in time and in bytes, how long a proof from the ledger takes, and a late event.
#include "bars.hpp"

#include "caseclock/ledger/ledger_desk.hpp"
#include "desk_traffic.hpp"

namespace bench {

namespace {

using running_ledger = desk_at_work<ledger_desk, corrected_answers>;

/// Milliseconds of thread time.
template <class Work> double ms_of(Work&& work) {
    const double before = thread_ns();
    work();
    return (thread_ns() - before) / 1e6;
}

}  // namespace

readings cost_of_a_ledger(const settings& how) {
    const auto cases = how.scaled(1'000'000);
    running_ledger with{cases};
    running_desk without{cases};
    with.measure(cases * 2);
    without.measure(cases * 2);
    std::vector<double> with_ns, without_ns;
    for (int round = 0; round < how.rounds; ++round) {
        without_ns.push_back(without.measure(std::size_t{1} << 20));
        with_ns.push_back(with.measure(std::size_t{1} << 20));
    }
    const auto events = static_cast<double>(with.d.kept_events());
    return {{"an event with a ledger / without", median_ratio(with_ns, without_ns), "", reading::bound::at_most, 2,
             text("%.1f ns, %.1f ns an event", median(with_ns), median(without_ns))},
            {"bytes that a ledger keeps for an event", static_cast<double>(with.d.ledger_bytes()) / events, "bytes", reading::bound::at_most, 48,
             text("%.1f events a family, its index included", events / static_cast<double>(cases))}};
}

readings explaining_a_case(const settings& how) {
    const auto cases = how.scaled(1'000'000);
    running_ledger desk{cases};
    desk.measure(cases * 4);
    std::vector<double> spent;
    std::size_t cycles = 0;
    std::mt19937_64 random{5};
    for (int n = 0; n < 200; ++n) {
        const auto which = desk_traffic::id_of(static_cast<std::size_t>(random() % cases));
        spent.push_back(ms_of([&] { cycles += desk.d.explain(which).size(); }));
    }
    const auto longest = *std::max_element(spent.begin(), spent.end());
    return {{"a proof of one case", median(spent), "ms", reading::bound::at_most, 10,
             text("longest of 200: %.2f ms; %.1f cycles each", longest, static_cast<double>(cycles) / 200)}};
}

readings late_event(const settings& how) {
    const auto cases = how.scaled(1'000'000);
    running_ledger desk{cases};
    desk.measure(cases * 4);
    double spent = 0;
    std::size_t accepted = 0, corrections = 0;
    corrected_answers said;
    while (accepted < 2'000) {
        desk.traffic.next(1, desk.events);
        desk.events.front().at -= std::chrono::minutes{30};
        said.clear();
        const auto ms = ms_of([&] { desk.d.apply(desk.events, desk.traffic.values(), said); });
        if (said.receipts.back().kind != receipt_kind::accepted) continue;
        spent += ms;
        ++accepted;
        corrections += said.corrections.size();
    }
    const auto each = static_cast<double>(accepted);
    return {{"half an hour late, accepted", 1000 * spent / each, "us", reading::bound::at_most, 500,
             text("%.1f corrections each, of families of %.1f events", static_cast<double>(corrections) / each,
                  static_cast<double>(desk.d.kept_events()) / static_cast<double>(cases))}};
}

}  // namespace bench
