// SPDX-License-Identifier: Apache-2.0
//
// Tickets under hotline.yaml as a host runs them, and a desk that is told of them.
//
//   record > reply > start_work > explain_solution > execute > finish_execution > ask_customer > report_unsolved > start_work > ...
//
// Every ticket stays open. An event goes to a random ticket and is the next of its life; one in eight is something else that a desk is
// told: a priority that changes, another handler, a question about progress, an event that does not fit. A ticket hears something every
// twenty minutes, whatever the number of tickets: of first responses most are missed, of promises few.
#pragma once

#include "harness.hpp"

#include "caseclock/desk/desk.hpp"
#include "caseclock/rulebook/load.hpp"
#include "caseclock/workflow/words.hpp"

#include <random>

namespace bench {

using namespace caseclock;
using workflows::level;
using workflows::topic;

inline constexpr std::size_t batch_size = 4096;

/// Numbers of the ticket machine.
struct ticket_numbers {
    explicit ticket_numbers(const rulebook& book) : machine{*book.machine("ticket")}, d{book.plan(machine).machine} {}

    [[nodiscard]] std::uint16_t event(std::string_view name) const { return *d.event(name); }
    [[nodiscard]] event_value attribute(std::string_view name, std::int64_t value) const { return event_value::of_attribute(*d.attribute(name), value); }
    [[nodiscard]] event_value fact(std::string_view name) const { return event_value::of_fact(*d.fact(name), true); }

    std::uint8_t machine;
    const definition& d;
};

/// Tickets, and events for them without end.
class desk_traffic {
public:
    desk_traffic(const rulebook& book, std::size_t cases) : on_{book}, step_us_{1'200'000'000 / static_cast<std::int64_t>(cases)}, place_(cases) {
        const auto kind = [&](const char* name) { return on_.event(name); };
        record_ = {kind("record"), values({on_.attribute("type", static_cast<int>(topic::business)), on_.attribute("priority", static_cast<int>(level::regular)),
                                           on_.attribute("owner", 7), on_.attribute("caller", 9)})};
        reply_ = {kind("reply"), values({on_.fact("agent_identified")})};
        start_work_ = {kind("start_work"), values({on_.attribute("handler", 8)})};
        explain_ = {kind("explain_solution"), values({on_.attribute("promised", 3'600'000), on_.fact("time_stated")})};
        execute_ = {kind("execute"), {}};
        finish_ = {kind("finish_execution"), values({on_.fact("steps_logged")})};
        ask_ = {kind("ask_customer"), {}};
        unsolved_ = {kind("report_unsolved"), values({on_.fact("reason_explained"), on_.fact("new_plan"), on_.fact("higher_handler_told")})};
        life_ = {&reply_, &start_work_, &explain_, &execute_, &finish_, &ask_, &unsolved_};
        other_[0] = {kind("set_priority"), values({on_.attribute("priority", static_cast<int>(level::urgent))})};
        other_[1] = {kind("hand_over"), values({on_.attribute("handler", 11)})};
        other_[2] = {kind("ask_progress"), {}};
        other_[3] = {kind("customer_answers"), {}};
    }

    /// The host's ids are spread over their whole range.
    [[nodiscard]] static std::uint64_t id_of(std::size_t which) { return (which + 1) * 0x9e3779b97f4a7c15U >> 1; }
    [[nodiscard]] std::span<const event_value> values() const { return values_; }
    /// The opening of every ticket, in turn.
    void open(std::size_t first, std::size_t count, std::vector<event>& out) {
        out.clear();
        for (auto i = first; i < first + count; ++i) out.push_back(make(i, record_));
    }
    void next(std::size_t count, std::vector<event>& out) {
        out.clear();
        for (std::size_t i = 0; i < count; ++i) {
            const auto bits = random_();
            const auto which = static_cast<std::size_t>(bits >> 8) % place_.size();
            if (bits % 8 == 0) {
                out.push_back(make(which, other_[bits >> 3 & 3U]));
                continue;
            }
            auto& at = place_[which];
            out.push_back(make(which, *life_[at]));
            at = static_cast<std::uint8_t>(at + 1U == life_.size() ? 1U : at + 1U);
        }
    }
    [[nodiscard]] instant now() const { return begin + duration{clock_us_ / 1000}; }

private:
    struct kind_of_event {
        std::uint16_t kind = 0;
        std::pair<std::uint32_t, std::uint8_t> with{};
    };
    static constexpr instant begin{duration{1'772'413'200'000}};  // 2026-03-02T01:00Z, Monday 09:00 in Shanghai

    std::pair<std::uint32_t, std::uint8_t> values(std::initializer_list<event_value> list) {
        const auto first = static_cast<std::uint32_t>(values_.size());
        values_.insert(values_.end(), list.begin(), list.end());
        return {first, static_cast<std::uint8_t>(list.size())};
    }
    [[nodiscard]] event make(std::size_t which, const kind_of_event& what) {
        clock_us_ += step_us_;
        return {.case_id = id_of(which), .at = now(), .first_value = what.with.first, .kind = what.kind,
                .machine = on_.machine, .value_count = what.with.second};
    }

    ticket_numbers on_;
    std::int64_t step_us_;  ///< between two events
    std::mt19937_64 random_{11};
    std::vector<std::uint8_t> place_;
    std::vector<event_value> values_;
    kind_of_event record_, reply_, start_work_, explain_, execute_, finish_, ask_, unsolved_, other_[4];
    std::vector<kind_of_event*> life_;
    std::int64_t clock_us_ = 0;
};

/// A desk of that kind, told of so many tickets.
template <class Desk, class Answers> struct desk_at_work {
    explicit desk_at_work(std::size_t cases, rulebook under = builtin_rulebook("hotline")) : book{std::move(under)}, traffic{book, cases}, d{book} {
        d.reserve(cases);
        for (std::size_t first = 0; first < cases; first += batch_size) {
            traffic.open(first, std::min(batch_size, cases - first), events);
            apply();
        }
    }
    void apply() {
        said.clear();
        d.apply(events, traffic.values(), said);
    }
    /// CPU nanoseconds of one event, firings included; making the events is not counted.
    double measure(std::size_t count) {
        double spent = 0;
        for (std::size_t done = 0; done < count; done += batch_size) {
            traffic.next(batch_size, events);
            const double before = thread_ns();
            apply();
            spent += thread_ns() - before;
            for (const auto& r : said.receipts) accepted += r.kind == receipt_kind::accepted;
            effects += said.effects.size();
            verdicts += said.verdicts.size();
            applied += batch_size;
        }
        return spent / static_cast<double>((count + batch_size - 1) / batch_size * batch_size);
    }

    rulebook book;
    desk_traffic traffic;
    Desk d;
    std::vector<event> events;
    Answers said;
    std::size_t accepted = 0, effects = 0, verdicts = 0, applied = 0;
};
using running_desk = desk_at_work<desk, answers>;

}  // namespace bench
