// SPDX-License-Identifier: Apache-2.0
//
// Ten million deadlines 15 s to 72 h ahead, armed, moved and cancelled in random order and with prefetch, as a batch of events meets
// them; and the same with std::set.
#include "bars.hpp"

#include "caseclock/timer/deadline_queue.hpp"

#include <random>
#include <set>
#include <stdexcept>

namespace bench {
namespace {

using namespace caseclock;

constexpr std::size_t million = 1'000'000;
constexpr std::size_t ahead = 20;

/// Cells in an array of their own, as a desk keeps them.
struct store {
    explicit store(std::size_t count) : cells(count) {}
    arena<deadline_cell> cells;
    [[nodiscard]] deadline_cell& cell(std::uint32_t slot) { return cells[slot]; }
    [[nodiscard]] case_order order(std::uint32_t slot) const { return {slot, slot}; }
    void prefetch(std::uint32_t slot) const { __builtin_prefetch(&cells[slot], 1); }
};
using queue = deadline_queue<store>;

/// Nanoseconds of each operation.
struct costs {
    double schedule = 0, cancel = 0, reschedule = 0, expire = 0;
    [[nodiscard]] double mix() const { return schedule + cancel + reschedule + expire; }
};
[[nodiscard]] std::string text_of(const char* name, const costs& c) {
    return text("%s schedule %.0f, cancel %.1f, reschedule %.0f, expire %.0f ns", name, c.schedule, c.cancel, c.reschedule, c.expire);
}

/// Who is touched in which order, and for when.
class script {
public:
    explicit script(std::size_t count) : order_(count), keys_(count), later_(count) {
        std::mt19937_64 random(17);
        for (std::size_t i = 0; i < count; ++i) {
            order_[i] = static_cast<std::uint32_t>(i);
            std::swap(order_[i], order_[random() % (i + 1)]);
            keys_[i] = draw(random());
            later_[i] = draw(random());
        }
    }
    [[nodiscard]] std::size_t size() const { return order_.size(); }
    [[nodiscard]] std::uint32_t slot(std::size_t i) const { return order_[i]; }
    [[nodiscard]] std::uint32_t slot_ahead(std::size_t i) const { return order_[std::min(i + ahead, order_.size() - 1)]; }
    [[nodiscard]] due_key key(std::size_t i) const { return keys_[i]; }
    [[nodiscard]] due_key later(std::size_t i) const { return later_[i]; }

private:
    [[nodiscard]] static due_key draw(std::uint64_t bits) {
        constexpr std::uint64_t least = 15'000, most = 72 * 3'600'000;
        return limit_at(instant{duration{least + bits % (most - least)}});
    }
    std::vector<std::uint32_t> order_;
    std::vector<due_key> keys_, later_;
};

/// A tenth is rescheduled, a tenth cancelled, the rest expires, checked against how many there must be.
[[nodiscard]] costs run_queue(const script& s, std::size_t& bytes) {
    store cases(s.size());
    queue due;
    costs c;
    const auto tenth = s.size() / 10;
    c.schedule = ns_each(s.size(), [&] {
        for (std::size_t i = 0; i < s.size(); ++i) {
            cases.prefetch(s.slot_ahead(i));
            due.arm(cases, s.slot(i), s.key(i));
        }
    });
    bytes = due.memory_bytes();
    c.reschedule = ns_each(tenth, [&] {
        for (std::size_t i = 0; i < tenth; ++i) {
            cases.prefetch(s.slot_ahead(i));
            due.arm(cases, s.slot(i), s.later(i));
        }
    });
    c.cancel = ns_each(tenth, [&] {
        for (std::size_t i = tenth; i < 2 * tenth; ++i) {
            cases.prefetch(s.slot_ahead(i));
            queue::disarm(cases, s.slot(i));
        }
    });
    std::size_t fired = 0;
    due_key last = 0;
    bool ordered = true;
    c.expire = ns_each(s.size() - tenth, [&] {
        // time moves on in steps of a second
        for (due_key limit = 0; limit < 2 * 73 * 3'600'000LL; limit += 2'000)
            for (due_case d; due.take_due(cases, limit, d); ++fired) {
                ordered = ordered && d.key >= last && d.key <= limit;
                last = d.key;
            }
    });
    if (fired != s.size() - tenth || !ordered) throw std::logic_error("the queue lost a deadline or its order");
    return c;
}

[[nodiscard]] double run_clump(std::size_t count) {
    store cases(count);
    queue due;
    const script s(count);
    const due_key second = 2 * 3'600'000;
    std::size_t fired = 0;
    const double arming = ns_each(count, [&] {
        for (std::size_t i = 0; i < count; ++i) {
            cases.prefetch(s.slot_ahead(i));
            due.arm(cases, s.slot(i), second + s.key(i) % 2'000);
        }
    });
    const double firing = ns_each(count, [&] {
        for (due_case d; due.take_due(cases, second + 2'000, d);) ++fired;
    });
    if (fired != count) throw std::logic_error("the queue lost a deadline");
    return std::max(arming, firing);
}

/// The obvious way: a set of (key, slot) and the key in the record.
[[nodiscard]] costs run_set(const script& s) {
    std::vector<due_key> key_of(s.size());
    std::set<std::pair<due_key, std::uint32_t>> due;
    costs c;
    const auto hundredth = s.size() / 100;
    c.schedule = ns_each(s.size(), [&] {
        for (std::size_t i = 0; i < s.size(); ++i) due.emplace(key_of[s.slot(i)] = s.key(i), s.slot(i));
    });
    c.reschedule = ns_each(hundredth, [&] {
        for (std::size_t i = 0; i < hundredth; ++i) {
            auto& key = key_of[s.slot(i)];
            due.erase({key, s.slot(i)});
            due.emplace(key = s.later(i), s.slot(i));
        }
    });
    c.cancel = ns_each(hundredth, [&] {
        for (std::size_t i = hundredth; i < 2 * hundredth; ++i) due.erase({key_of[s.slot(i)], s.slot(i)});
    });
    c.expire = ns_each(s.size() / 10, [&] {
        for (std::size_t i = 0; i < s.size() / 10; ++i) due.erase(due.begin());
    });
    return c;
}

}  // namespace

readings ten_million_timers(const settings& how) {
    const script s(how.scaled(10 * million));
    std::vector<double> schedule, cancel, reschedule, expire, clump;
    std::size_t bytes = 0;
    for (int round = 0; round < how.rounds; ++round) {
        const auto c = run_queue(s, bytes);
        schedule.push_back(c.schedule);
        cancel.push_back(c.cancel);
        reschedule.push_back(c.reschedule);
        expire.push_back(c.expire);
        clump.push_back(run_clump(how.scaled(million)));
    }
    const costs ours{median(schedule), median(cancel), median(reschedule), median(expire)};
    const auto set = run_set(s);
    const auto at_most = reading::bound::at_most;
    return {{"cancel", ours.cancel, "ns", at_most, 10, text_of("all:", ours)},
            {"expire", ours.expire, "ns", at_most, 80, text("%.1f bytes per deadline", static_cast<double>(bytes) / static_cast<double>(s.size()) + sizeof(deadline_cell))},
            {"clump of 1 M, each (arm or fire)", median(clump), "ns", at_most, 10, "the dearer of the two"},
            {"std::set / queue on the mix", set.mix() / ours.mix(), "x", reading::bound::at_least, 40, text_of("std::set:", set)}};
}

}  // namespace bench
