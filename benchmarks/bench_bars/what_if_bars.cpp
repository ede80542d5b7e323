// SPDX-License-Identifier: Apache-2.0
//
// A million tickets under two rulebooks at once, against one plain replay of the same events that counts its verdicts.
#include "bars.hpp"

#include "caseclock/report/what_if.hpp"
#include "caseclock/workflow/builtin_machines.hpp"
#include "desk_traffic.hpp"

namespace bench {

namespace {

/// Verdicts of each policy, as a report counts them.
std::vector<verdict_tally> plain_replay(const rulebook& book, std::span<const event> events, std::span<const event_value> values, std::size_t batch) {
    desk told{book};
    answers said;
    std::vector<verdict_tally> counted(book.policies().size());
    for (std::size_t first = 0; first < events.size(); first += batch) {
        said.clear();
        told.apply(events.subspan(first, std::min(batch, events.size() - first)), values, said);
        for (const auto& v : said.verdicts) ++counted[v.policy].of(v.kind);
    }
    return counted;
}

}  // namespace

readings two_rulebooks(const settings& how) {
    const auto cases = how.scaled(1'000'000);
    const auto now = builtin_rulebook("hotline");
    const auto next = builtin_rulebook("hotline", workflows::builtin_machines(), {{"emergency_means", "critical_only"}});
    desk_traffic traffic{now, cases};
    std::vector<event> events, more;
    traffic.open(0, cases, events);
    traffic.next(3 * cases, more);
    events.insert(events.end(), more.begin(), more.end());
    const what_if_options asked{.until = traffic.now()};
    std::vector<double> plain, both;
    std::size_t changes = 0;
    for (int round = 0; round < how.rounds; ++round) {
        plain.push_back(ns_each(events.size(), [&] { keep(plain_replay(now, events, traffic.values(), asked.batch)); }));
        both.push_back(ns_each(events.size(), [&] { changes = what_if(now, next, events, traffic.values(), asked).changes.size(); }));
    }
    return {{"two rulebooks / one plain replay", median_ratio(both, plain), "", reading::bound::at_most, 2.2,
             text("%.2f M events/s; %.1f M events of %zu cases, %zu cycles change", 1e3 / median(both), static_cast<double>(events.size()) / 1e6, cases, changes)}};
}

}  // namespace bench
