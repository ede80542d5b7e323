// SPDX-License-Identifier: Apache-2.0
//
// Random operations on a queue and on the sorted list, compared after each: never early, never late, never lost, in order.
//
//   arm      at a span from now: around the edges of buckets, far buckets and laps, at a few hot keys, into the past, far ahead
//   disarm   through the queue or in the cell
//   reuse    another case moves into the slot; now and then the cell is overwritten with a fresh one
//   look     next()
//   take     time moves on, what is due is taken; some of it is armed again at once; now and then only a part is taken
#pragma once

#include "sorted_list.hpp"
#include "store.hpp"

#include <random>
#include <string>

namespace caseclock::timer_test {

/// How often what is done, in parts of a thousand.
struct mix {
    const char* name;
    std::uint32_t slots;
    unsigned arm, disarm, reuse, look;  ///< the rest takes
    unsigned hot;                       ///< of the arming: at one of four keys
    unsigned past;                      ///< of the arming: before now
    unsigned rearm;                     ///< of what was taken: armed again at once
    due_key start = 0;                  ///< when it begins
    bool patient = false;               ///< time moves on by little
};

template <queue_shape Shape> class random_world {
public:
    random_world(const mix& m, std::uint64_t seed) : mix_(m), seed_(seed), random_(seed), cases_(m.slots), expected_(m.slots), now_(m.start) {
        for (auto& key : hot_) key = span_from_now();
    }

    /// Empty when all is well; else the first difference.
    [[nodiscard]] std::string run(std::uint64_t operations) {
        while (done_ < operations && fault_.empty()) one();
        if (fault_.empty()) drain(due_key_end - 1, ~std::uint64_t{0});
        if (fault_.empty() && queue_.next(cases_) != never_due) differ("something is left at the end");
        return fault_;
    }
    [[nodiscard]] std::uint64_t done() const { return done_; }
    [[nodiscard]] std::uint64_t taken() const { return taken_; }

private:
    static constexpr due_key bucket_span = due_key{1} << Shape.bucket_bits;
    static constexpr due_key far_span = bucket_span << Shape.far_bits;
    static constexpr due_key lap = bucket_span << Shape.ring_bits;

    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    [[nodiscard]] bool chance(unsigned of_thousand) { return below(1000) < of_thousand; }
    [[nodiscard]] std::uint32_t any_slot() { return static_cast<std::uint32_t>(below(cases_.size())); }

    [[nodiscard]] due_key span() {
        constexpr due_key edge[] = {bucket_span, far_span, lap};
        switch (below(10)) {
            case 0: return static_cast<due_key>(below(4));
            case 1: case 2: return static_cast<due_key>(below(2 * bucket_span));
            case 3: case 4: case 5:  // just below, at and just beyond a multiple of each span
                return std::max<due_key>(0, edge[below(3)] * static_cast<due_key>(1 + below(3)) + static_cast<due_key>(below(5)) - 2);
            case 6: return static_cast<due_key>(below(3 * lap));
            case 7: return static_cast<due_key>(below(far_span + bucket_span));
            case 8: return static_cast<due_key>(below(lap));
            default: return below(50) == 0 ? static_cast<due_key>(below(std::uint64_t{1} << 44)) : static_cast<due_key>(below(8 * lap));
        }
    }
    /// A span that begins now, or where the bucket, far bucket or lap of now begins.
    [[nodiscard]] due_key span_from_now() {
        constexpr due_key units[] = {1, bucket_span, far_span, lap};
        const due_key unit = units[below(4)];
        return std::min(now_ / unit * unit + span(), due_key_end - 1);
    }
    [[nodiscard]] due_key pick_key() {
        if (chance(mix_.past)) return static_cast<due_key>(below(2) == 0 ? below(static_cast<std::uint64_t>(now_) + 1) : std::max<std::int64_t>(0, now_ - span() % (3 * bucket_span)));
        if (chance(mix_.hot)) {
            auto& key = hot_[below(4)];
            if (key < now_ || below(2000) == 0) key = span_from_now();
            return key;
        }
        return span_from_now();
    }

    void arm(std::uint32_t slot) {
        const due_key key = pick_key();
        queue_.arm(cases_, slot, key);
        expected_.arm(slot, key, cases_.order(slot));
        if (cases_.cell(slot).key() != key) differ("the cell does not hold its key");
    }
    void disarm(std::uint32_t slot) {
        if (below(2) == 0) queue_.disarm(cases_, slot);
        else cases_.cell(slot).disarm();
        expected_.disarm(slot);
    }
    void reuse(std::uint32_t slot) {
        disarm(slot);
        if (below(8) == 0) cases_.cell(slot) = deadline_cell{};
        cases_.set_order(slot, {below(mix_.slots / 4 + 1), (done_ * 0x9e3779b97f4a7c15U) >> 8 << 8 | slot % 256});
        if (below(2) == 0) arm(slot);
    }
    void look() {
        if (queue_.next(cases_) != expected_.next()) differ("next() is wrong");
    }
    void take() {
        const auto kind = below(8);
        due_key limit = now_;
        if (kind == 0 && expected_.next() != never_due) limit = std::max<due_key>(now_, expected_.next() + static_cast<due_key>(below(3)) - 1);
        else if (kind == 1) limit -= static_cast<due_key>(below(static_cast<std::uint64_t>(std::min(now_, 2 * bucket_span)) + 1));  // looks back
        else if (kind < 5 || mix_.patient) limit += static_cast<due_key>(below(bucket_span / 4 + 2));
        else limit += below(6) == 0 ? span() % (9 * lap) : static_cast<due_key>(below(3 * bucket_span));
        if (below(20'000) == 0) limit += static_cast<due_key>(below(40 * lap));
        limit = std::min(limit, due_key_end - 1);
        if (limit == due_key_end - 1 && below(2) == 0) limit = never_due;
        drain(limit, below(4) == 0 ? below(5) : ~std::uint64_t{0});
        now_ = std::clamp(limit, now_, due_key_end - 1);
    }
    /// Takes until nothing is due any more, at most so many.
    void drain(due_key limit, std::uint64_t most) {
        for (std::uint64_t n = 0; n < most && fault_.empty(); ++n) {
            due_case expected, got;
            const bool more = expected_.take_due(limit, expected);
            if (queue_.take_due(cases_, limit, got) != more) return differ(more ? "late or lost" : "early");
            ++done_;
            if (!more) return;
            ++taken_;
            if (!(got == expected)) return differ("out of order");
            if (cases_.cell(got.slot).is_armed()) return differ("armed after it was taken");
            now_ = std::max(now_, got.key);
            // so that a burst comes to an end, not more than what is taken is armed
            if (n < 4 * mix_.slots && chance(mix_.rearm)) arm(got.slot);
        }
    }

    void one() {
        ++done_;
        auto what = below(1000);
        const auto is = [&](unsigned share) {
            if (what < share) return true;
            what -= share;
            return false;
        };
        if (is(mix_.arm)) arm(any_slot());
        else if (is(mix_.disarm)) disarm(any_slot());
        else if (is(mix_.reuse)) reuse(any_slot());
        else if (is(mix_.look)) look();
        else take();
        if (queue_.entries() > 6 * std::size_t{mix_.slots} + 3 * 4096) differ("entries pile up");
    }
    void differ(const std::string& what) {
        if (fault_.empty())
            fault_ = what + ": " + mix_.name + ", seed " + std::to_string(seed_) + ", operation " + std::to_string(done_) + ", now " + std::to_string(now_) + ", shape " +
                     std::to_string(Shape.bucket_bits) + '/' + std::to_string(Shape.ring_bits) + '/' + std::to_string(Shape.far_bits);
    }

    mix mix_;
    std::uint64_t seed_;
    std::mt19937_64 random_;
    store cases_;
    deadline_queue<store, Shape> queue_;
    sorted_list expected_;
    due_key now_;
    due_key hot_[4];
    std::uint64_t done_ = 0, taken_ = 0;
    std::string fault_;
};

}  // namespace caseclock::timer_test
