// SPDX-License-Identifier: Apache-2.0
//
// Guards edited in every way, in the lowered machine and in its run-time twin: both go the same way, on random traces. (Boost.MSM knows
// no edits; that both are right without them, the conformance tests say.)
#include "conformance.hpp"
#include "example_call.hpp"
#include "nasty.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;

template <class Front> void go_the_same_way(std::vector<std::string> rules) {
    auto twin = machine_test::mirror_of<Front>();
    const definition lowered_ = define<Front>(), described = build(twin.description, twin.options);
    std::mt19937_64 random(7);
    unsigned ways = 1;
    for (std::size_t i = 0; i < rules.size(); ++i) ways *= 3;
    std::uint64_t refused = 0, lapses = 0;
    for (unsigned way = 0; way < ways; ++way) {
        std::vector<guard_edit> edits;
        for (unsigned rest = way, i = 0; i < rules.size(); ++i, rest /= 3) edits.push_back({rules[i], static_cast<hardness>(rest % 3)});
        const definition pair[] = {lowered_.with_guards(edits), described.with_guards(edits)};
        const machine_test::row_names names[] = {machine_test::row_names(pair[0]), machine_test::row_names(pair[1])};
        case_record record;
        for (int event_count = 0; event_count < 20'000; ++event_count) {
            for (unsigned r = 0; r < lowered_.regions(); ++r)
                do record.state[r] = static_cast<std::uint8_t>(random() % lowered_.states().size());
                while (lowered_.states()[record.state[r]].region != r);
            record.facts = random() & ((std::uint64_t{1} << lowered_.facts().size()) - 1);
            for (const auto& a : lowered_.attributes())
                write(record, a.slot, a.kind == attribute_kind::one_of ? 0 : static_cast<std::int64_t>(random() % 8));
            const auto event = 1 + static_cast<unsigned>(random() % (lowered_.events().size() - 1));
            std::vector<machine_test::result> results;
            std::vector<std::string> missing[2];
            for (std::size_t i = 0; i < 2; ++i) {
                auto copy = record;
                outbox out;
                step now(copy, out, instant{}, pair[i].slots());
                const auto o = pair[i].process(now, event);
                results.push_back(machine_test::collect(pair[i], names[i], o, copy, out));
                for (const auto& why : pair[i].why_refused(record, event))
                    missing[i].insert(missing[i].end(), why.missing.begin(), why.missing.end());
                refused += o == outcome::refused;
                for (const auto& said : out.intents) lapses += said.kind == intent_kind::lapse || said.kind == intent_kind::lapse_of;
            }
            ASSERT_TRUE(results[0] == results[1]) << "way " << way << ", event " << lowered_.events()[event].name << ", facts " << record.facts;
            ASSERT_EQ(missing[0], missing[1]);
        }
    }
    EXPECT_GT(refused, 1000U);
    EXPECT_GT(lapses, 1000U);
}

TEST(edited, the_example_call_and_its_twin_go_the_same_way) { go_the_same_way<example::call>({"G-03", "G-07", "G-11"}); }
TEST(edited, the_nasty_machine_and_its_twin_go_the_same_way) { go_the_same_way<nasty::machine>({"G-90", "G-91"}); }

}  // namespace
