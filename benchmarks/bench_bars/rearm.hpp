// SPDX-License-Identifier: Apache-2.0
//
// Cases with one deadline each: every accepted event arms it anew, 15 s to 72 h ahead; what is due fires between batches.
#pragma once

#include "caseclock/timer/deadline_queue.hpp"
#include "traffic.hpp"

namespace bench {

/// How far ahead the deadline lies that the n-th event arms: log-uniform would favour the near ring, so uniform, as when it was designed.
[[nodiscard]] inline std::chrono::milliseconds span_of(std::size_t n) {
    constexpr std::uint64_t least = 15'000, most = 72 * 3'600'000;
    const auto drawn = static_cast<std::uint32_t>(n * 0x9e3779b97f4a7c15U >> 32);
    return std::chrono::milliseconds{least + (drawn * (most - least) >> 32)};
}

class clocked_cases {
public:
    explicit clocked_cases(const traffic& all) : store_(all.begin()) {
        for (std::uint32_t i = 0; i < store_.records.size(); ++i) {
            queue_.arm(store_, i, limit_at(all.events()[0].at + span_of(~std::size_t{i})));
        }
    }

    [[gnu::noinline]] void run(const traffic& all) {
        const auto& events = all.events();
        const auto& d = define<example::call>();
        const auto fresh = traffic::fresh();
        outbox out;
        totals came;
        for (std::size_t base = 0; base < events.size(); base += batch_size) {
            const auto end = std::min(events.size(), base + batch_size);
            for (std::size_t i = base; i < end; ++i) {
                if (i + prefetch_distance < events.size()) store_.prefetch(events[i + prefetch_distance].slot);
                const auto& e = events[i];
                auto& record = store_.records[e.slot];
                if (e.event == 0) [[unlikely]] {
                    record = fresh;
                    continue;
                }
                step now(record, out, e.at, d.slots());
                if (accepted(d.process(now, e.event, e.data))) {
                    queue_.arm(store_, e.slot, limit_at(e.at + span_of(i)));
                    ++armed_;
                }
            }
            came.add(out);
            for (due_case due; queue_.take_due(store_, passed_at(events[end - 1].at), due);) ++fired_;
        }
        keep(came);
    }

    [[nodiscard]] std::size_t armed() const { return armed_; }
    [[nodiscard]] std::size_t fired() const { return fired_; }

private:
    /// Records and cells apart, as a desk keeps them.
    struct store {
        explicit store(const arena<case_record>& begin) : records(begin.size()), cells(begin.size()) { records.copy_from(begin); }
        arena<case_record> records;
        arena<deadline_cell> cells;
        [[nodiscard]] deadline_cell& cell(std::uint32_t slot) { return cells[slot]; }
        [[nodiscard]] case_order order(std::uint32_t slot) const { return {slot, slot}; }
        void prefetch(std::uint32_t slot) const {
            __builtin_prefetch(&records[slot], 1);
            __builtin_prefetch(&cells[slot], 1);
        }
    };

    store store_;
    deadline_queue<store> queue_;
    std::size_t armed_ = 0, fired_ = 0;
};

}  // namespace bench
