// SPDX-License-Identifier: Apache-2.0
//
// What the ledger keeps: events come back as they went in, by family and in the order of their arrival, whatever was forgotten meanwhile.
#include "caseclock/ledger/family_log.hpp"

#include "ledger/late_streams.hpp"

namespace caseclock::ledger_test {
namespace {

class random_events {
public:
    explicit random_events(std::uint64_t seed) : random_{seed} {}
    kept_event next(std::uint64_t root) {
        kept_event k;
        k.e.case_id = random_.one_in(4) ? child_id_bit | bits(63) : root;
        k.e.at = instant{duration{static_cast<std::int64_t>(bits(42))}};
        k.e.id = random_.one_in(2) ? 0 : bits(64);
        for (auto& each : k.e.data.data)
            if (random_.one_in(3)) each = static_cast<std::byte>(bits(8));
        k.e.kind = random_.one_in(5) ? change_event : static_cast<std::uint16_t>(bits(8));
        k.e.machine = static_cast<std::uint8_t>(bits(8));
        k.arrival = arrival_++;
        k.lateness = duration{random_.one_in(3) ? static_cast<std::int64_t>(bits(40)) : 0};
        return k;
    }
    std::vector<event_value> values() {
        std::vector<event_value> list(random_.one_in(50) ? 255 : random_.below(4));
        for (auto& v : list) {
            const auto number = static_cast<unsigned>(random_.below(60));
            v = random_.one_in(2) ? event_value::of_fact(number, random_.one_in(2))
                                  : event_value::of_attribute(number, random_.one_in(4) ? no_value : static_cast<std::int64_t>(bits(64)));
        }
        return list;
    }
    dice& source() { return random_; }

private:
    std::uint64_t bits(unsigned count) { return random_.source()() >> (64 - std::min(64U, static_cast<unsigned>(1 + random_.below(count)))); }
    dice random_;
    std::uint64_t arrival_ = 0;
};

bool same_values(std::span<const event_value> a, std::span<const event_value> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const event_value& x, const event_value& y) { return x.what == y.what && x.value == y.value; });
}

TEST(family_log, gives_back_what_it_was_given) {
    constexpr std::uint64_t seed = 7;
    random_events random{seed};
    std::map<std::uint64_t, std::vector<std::pair<kept_event, std::vector<event_value>>>> slow;
    family_log log;
    for (int n = 0; n < 200'000; ++n) {
        const auto root = 1 + random.source().below(3'000) * 0x9e3779b97f4a7c15U % (child_id_bit - 1);
        if (random.source().one_in(40)) {
            log.forget(root);
            slow.erase(root);
            EXPECT_FALSE(log.has(root));
            continue;
        }
        slow[root].emplace_back(random.next(root), random.values());
        const auto& [k, values] = slow[root].back();
        log.add(root, k, values);
    }
    family_events family;
    std::size_t events = 0;
    for (const auto& [root, list] : slow) {
        log.read(root, family);
        ASSERT_EQ(family.events.size(), list.size()) << "seed " << seed;
        events += list.size();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto& [k, values] = list[i];
            const auto& is = family.events[i];
            ASSERT_TRUE(is.e.case_id == k.e.case_id && is.e.at == k.e.at && is.e.id == k.e.id && is.e.data == k.e.data && is.e.kind == k.e.kind &&
                        is.e.machine == k.e.machine && is.arrival == k.arrival && is.lateness == k.lateness)
                << "seed " << seed << ", root " << root << ", event " << i;
            ASSERT_TRUE(same_values(family.values_of(is), values)) << "seed " << seed;
        }
    }
    EXPECT_EQ(log.events(), events);
    EXPECT_EQ(log.families(), slow.size());
    log.read(12'345'678, family);
    EXPECT_TRUE(family.events.empty());
}

TEST(family_log, does_not_grow_when_as_much_is_forgotten_as_is_added) {
    family_log log;
    kept_event k;
    k.e.at = instant{duration{1'772'409'600'000}};
    for (std::uint64_t n = 1; n <= 1'000'000; ++n) {
        k.arrival = n;
        log.add(n, k, {});
        if (n > 1'000) log.forget(n - 1'000);
    }
    EXPECT_EQ(log.events(), 1'000U);
    EXPECT_LE(log.memory_bytes(), std::size_t{8} << 20);
}

TEST(family_log, takes_about_twenty_bytes_for_an_event) {
    family_log log;
    log.reserve(10'000);
    kept_event k;
    const std::vector<event_value> values{event_value::of_attribute(3, 2), event_value::of_fact(5, true)};
    for (std::uint64_t n = 0; n < 1'000'000; ++n) {
        k.e.at = instant{duration{1'772'409'600'000 + static_cast<std::int64_t>(n) * 500}};
        k.e.id = n + 1;
        k.e.kind = static_cast<std::uint16_t>(1 + n % 30);
        k.arrival = n;
        k.e.case_id = 1 + n % 10'000;
        log.add(k.e.case_id, k, values);
    }
    const auto each = static_cast<double>(log.memory_bytes()) / 1'000'000;
    EXPECT_GT(each, 16);
    EXPECT_LT(each, 28);
}

}  // namespace
}  // namespace caseclock::ledger_test
