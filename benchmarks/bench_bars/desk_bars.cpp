// SPDX-License-Identifier: Apache-2.0
//
// The whole desk as it is installed: tickets under hotline.yaml, found by the host's id, with guards, clocks in real and business time,
// firings, effects and receipts.
#include "bars.hpp"

#include "desk_traffic.hpp"

namespace bench {

namespace {

struct line {
    alignas(64) std::uint64_t words[8];
};

/// An overlapped random read-modify-write of one 64-byte record.
double random_access_ns(arena<line>& lines, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::vector<std::uint32_t> order(std::size_t{1} << 20);
    for (auto& i : order) i = static_cast<std::uint32_t>(random() % lines.size());
    return ns_each(order.size(), [&] {
        for (const auto i : order) lines[i].words[i & 7U] += i;
    });
}

/// Two promises that run on every ticket, and so many that wait for tickets of another kind.
rulebook with_policies(int waiting) {
    std::string out = R"(rulebook: counted
language: caseclock/1
zone: Asia/Shanghai
calendars:
  office: {week: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}
policies:
  first_response: {machine: ticket, start: {opened: case}, stop: {fact: first_response_given}, due: within 5m, warn: [{at: 80 %, note: soon}]}
  business_promise:
    machine: ticket
    start: {event: record, if: {type: business}}
    stop: {all: [{event: archive}, {fact: notice_sent}]}
    due: within 2 working days
    calendar: office
)";
    constexpr const char* starts[] = {"{event: record, if: {type: fault}}", "{event: explain_solution, if: {type: complaint}}",
                                      "{event: start_work, if: {priority: critical}}", "{fact: first_response_given, if: {type: suggestion}}",
                                      "{opened: case, if: {priority: critical}}"};
    for (int i = 0; i < waiting; ++i)
        out += "  waiting_" + std::to_string(i) + ": {machine: ticket, start: " + starts[i % 5] +
               ", stop: {event: archive}, due: within 8 business hours, calendar: office, pause_while: [{lacks: notice_sent}]}\n";
    return parse_rulebook(out, "counted");
}

}  // namespace

readings whole_desk(const settings& how) {
    const auto cases = how.scaled(5'000'000);
    running_desk desk{cases};
    arena<line> lines{cases};
    desk.measure(cases * 2);  // until tickets are everywhere in their lives
    desk.accepted = desk.effects = desk.verdicts = desk.applied = 0;
    std::vector<double> spent, physics;
    for (int round = 0; round < how.rounds; ++round) {
        physics.push_back(random_access_ns(lines, static_cast<std::uint64_t>(round) + 1));
        spent.push_back(desk.measure(std::size_t{1} << 20));
    }
    const auto share = [&](std::size_t count) { return static_cast<double>(count) / static_cast<double>(desk.applied); };
    return {{"whole desk / R", median_ratio(spent, physics), "R", reading::bound::at_most, 10,
             text("%.1f ns an event, R %.1f ns; %.0f %% accepted, %.2f effects, %.2f verdicts each", median(spent), median(physics), 100 * share(desk.accepted),
                  share(desk.effects), share(desk.verdicts))}};
}

readings bytes_of_a_ticket(const settings& how) {
    const auto cases = how.scaled(5'000'000);
    const running_desk desk{cases};  // first_response and business_promise run on each
    const auto clocks = desk.d.clocks(desk_traffic::id_of(0), desk.traffic.now());
    const auto running = std::count_if(clocks.begin(), clocks.end(), [](const clock_view& c) { return c.running; });
    return {{text("bytes of an open ticket with %d running clocks", static_cast<int>(running)),
             static_cast<double>(desk.d.memory_bytes()) / static_cast<double>(cases), "bytes", reading::bound::at_most, 160, "record, clocks, deadline and index"}};
}

readings many_policies(const settings& how) {
    const auto cases = how.scaled(1'000'000);
    running_desk twelve{cases, with_policies(10)}, two{cases, with_policies(0)};
    twelve.measure(cases * 2);
    two.measure(cases * 2);
    std::vector<double> twelve_ns, two_ns;
    for (int round = 0; round < how.rounds; ++round) {
        twelve_ns.push_back(twelve.measure(std::size_t{1} << 20));
        two_ns.push_back(two.measure(std::size_t{1} << 20));
    }
    return {{"12 policies on each ticket, 2 of them running / 2", median_ratio(twelve_ns, two_ns), "", reading::bound::at_most, 1.5,
             text("%.1f ns, %.1f ns an event", median(twelve_ns), median(two_ns))}};
}

readings many_against_few(const settings& how) {
    std::vector<double> many_ns, few_ns;
    running_desk many{how.scaled(10'000'000)}, few{10'000};
    many.measure(how.scaled(10'000'000));
    few.measure(std::size_t{1} << 18);
    for (int round = 0; round < how.rounds; ++round) {
        many_ns.push_back(many.measure(std::size_t{1} << 20));
        few_ns.push_back(few.measure(std::size_t{1} << 20));
    }
    return {{"10 M open tickets / 10 k", median_ratio(many_ns, few_ns), "", reading::bound::at_most, 6,
             text("%.1f ns, %.1f ns an event", median(many_ns), median(few_ns))}};
}

}  // namespace bench
