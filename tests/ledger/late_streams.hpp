// SPDX-License-Identifier: Apache-2.0
//
// Random streams of events under any rulebook, the orders in which they may come, and what a host has in its tables when it takes every
// correction to heart.
#pragma once

#include "caseclock/ledger/ledger_desk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace caseclock::ledger_test {

/// The rulebook changes: a successor of the one that the stream began with.
struct stream_adoption {
    rulebook next;
    instant at{};  ///< of no event
    adoption_mode mode{};
};

/// Sorted by instant.
struct stream {
    std::vector<event> events;
    std::vector<event_value> values;
    instant end{};  ///< where time is brought at last
    std::optional<stream_adoption> adoption{};
};

class dice {
public:
    explicit dice(std::uint64_t seed) : random_{seed} {}
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random_); }
    bool one_in(std::size_t n) { return below(n) == 0; }
    template <class List> auto& any_of(List& list) { return list[below(list.size())]; }
    /// Whole steps, one to so many.
    duration steps(duration step, std::size_t most) { return step * static_cast<std::int64_t>(1 + below(most)); }
    std::mt19937_64& source() noexcept { return random_; }

private:
    std::mt19937_64 random_;
};

struct stream_options {
    std::size_t events = 24;
    std::size_t roots = 3;
    std::vector<std::string> machines{};  ///< of root cases
    duration step = std::chrono::minutes{5};
    std::size_t most_steps = 12;          ///< between two events
};

/// Events that mostly have a row where their case stands; some twice, some that cannot be.
class stream_maker {
public:
    stream_maker(const rulebook& book, const stream_options& how, dice& random)
        : book_{book}, how_{how}, random_{random}, told_{book, late_events::as_of_now} {}

    /// In the middle of it `next` is adopted, when there is one.
    stream make(const std::optional<rulebook>& next = {}) {
        at_ = instant{std::chrono::milliseconds{1'772'413'200'000}};
        const auto middle = next ? random_.below(how_.events) : how_.events;
        while (made_.events.size() < how_.events) {
            if (!random_.one_in(4)) at_ += random_.steps(how_.step, how_.most_steps);
            if (next && !made_.adoption && made_.events.size() >= middle) adopt(*next);
            add();
        }
        made_.end = at_ + std::chrono::hours{72};
        return std::move(made_);
    }

private:
    void adopt(const rulebook& next) {
        made_.adoption = {next, at_ + duration{1}, random_.one_in(3) ? adoption_mode::pin : adoption_mode::running};
        static_cast<void>(told_.adopt(next, made_.adoption->at, made_.adoption->mode, said_));
        at_ += duration{2};
    }
    void add() {
        event e;
        e.case_id = !children_.empty() && random_.one_in(3) ? random_.any_of(children_) : 1 + random_.below(how_.roots);
        const auto view = told_.find(e.case_id);
        const auto& book = made_.adoption && random_.one_in(2) ? told_.book() : book_;  // a host may call machines by older numbers
        e.machine = view ? view->machine : *book.machine(how_.machines[e.case_id % how_.machines.size()]);
        const auto& machine = told_.book().plan(e.machine).machine;
        e.at = at_;
        e.kind = random_.one_in(8) ? change_event : view && random_.one_in(20) ? acknowledge_event : kind(machine, view);
        if (is_of_machine(e.kind)) fill(machine.events()[e.kind], e.data);
        if (e.kind == acknowledge_event && random_.one_in(3))
            e.data = pack(acknowledging::only(static_cast<std::uint16_t>(random_.below(told_.book().policies().size()))));
        e.first_value = static_cast<std::uint32_t>(made_.values.size());
        add_values(machine);
        e.value_count = static_cast<std::uint8_t>(made_.values.size() - e.first_value);
        if (random_.one_in(3)) e.id = made_.events.size() + 1;
        keep(e);
        if (e.id != 0 && random_.one_in(4)) keep(e);
    }
    std::uint16_t kind(const definition& machine, const std::optional<case_view>& view) {
        if (view && !random_.one_in(5)) {
            std::vector<std::uint8_t> fitting;
            for (const auto each : machine.allowed(view->record))
                if (!machine.events()[each].raised_only && machine.events()[each].child.empty()) fitting.push_back(each);
            if (!fitting.empty()) return random_.any_of(fitting);
        }
        return static_cast<std::uint16_t>(random_.below(machine.events().size()));
    }
    void fill(const event_info& what, payload& data) {
        for (const auto& field : what.fields) {
            if (field.offset == not_in_payload) continue;
            std::int64_t number = static_cast<std::int64_t>(random_.below(3));
            if (field.type == field_type::boolean) number = static_cast<std::int64_t>(random_.below(2));
            if (field.type == field_type::enumeration) number = static_cast<std::int64_t>(random_.below(std::max<std::size_t>(1, field.enumerators.size())));
            if (field.type == field_type::duration) number = random_.steps(how_.step, 40).count();
            if (field.type == field_type::instant) number = (at_ + random_.steps(how_.step, 200)).time_since_epoch().count();
            std::memcpy(data.data.data() + field.offset, &number, field.width);
        }
    }
    void add_values(const definition& machine) {
        while (!machine.facts().empty() && !random_.one_in(3))
            made_.values.push_back(event_value::of_fact(static_cast<unsigned>(random_.below(machine.facts().size())), !random_.one_in(5)));
        while (!machine.attributes().empty() && random_.one_in(2)) {
            const auto number = static_cast<unsigned>(random_.below(machine.attributes().size()));
            const auto& attribute = machine.attributes()[number];
            std::int64_t value = static_cast<std::int64_t>(random_.below(4));
            if (attribute.kind == attribute_kind::one_of) value = static_cast<std::int64_t>(random_.below(attribute.enumerators.size()));
            if (attribute.kind == attribute_kind::duration) value = random_.steps(how_.step, 40).count();
            if (attribute.kind == attribute_kind::instant) value = (at_ + random_.steps(how_.step, 200) - 60 * how_.step).time_since_epoch().count();
            made_.values.push_back(event_value::of_attribute(number, random_.one_in(6) ? no_value : value));
        }
    }
    void keep(const event& e) {
        const auto before = said_.effects.size();
        told_.apply(e, made_.values, said_);
        made_.events.push_back(e);
        for (auto i = before; i < said_.effects.size(); ++i)
            if (said_.effects[i].kind == effect_kind::opened) children_.push_back(said_.effects[i].case_id);
    }

    const rulebook& book_;
    const stream_options& how_;
    dice& random_;
    desk told_;
    answers said_;
    stream made_;
    std::vector<std::uint64_t> children_;
    instant at_{};
};

/// Places of the events in an order in which they may come: `disorder` is the longest delay; those of one instant stay in order.
[[nodiscard]] inline std::vector<std::uint32_t> arrival_order(const stream& s, duration disorder, dice& random) {
    std::vector<std::pair<instant, std::uint32_t>> keys;
    for (std::uint32_t i = 0; i < s.events.size(); ++i)
        keys.emplace_back(s.events[i].at + (random.one_in(3) ? random.steps(duration{1}, static_cast<std::size_t>(disorder.count())) : duration{}), i);
    std::sort(keys.begin(), keys.end());
    std::map<instant, std::vector<std::size_t>> places;
    for (std::size_t place = 0; place < keys.size(); ++place) places[s.events[keys[place].second].at].push_back(place);
    std::vector<std::uint32_t> order(keys.size());
    for (auto& [at, list] : places) {
        std::vector<std::uint32_t> alike;
        for (const auto place : list) alike.push_back(keys[place].second);
        std::sort(alike.begin(), alike.end());
        for (std::size_t i = 0; i < list.size(); ++i) order[list[i]] = alike[i];
    }
    return order;
}

/// A host's tables.
class told_table {
public:
    struct line {
        effect e;
        std::optional<verdict> v;
    };
    struct judged {
        receipt r;
        std::vector<refusal_note> refusals;
    };

    /// What a call said: its effects first, then its corrections. A correction that does not fit is a failure.
    void take(const corrected_answers& out) {
        take(static_cast<const answers&>(out));
        std::size_t next = 0;
        for (const auto& c : out.corrections) {
            line now{c.said, {}};
            if (c.said.kind == effect_kind::verdict) now.v = out.corrected_verdicts.at(next++);
            const auto name = std::pair{c.said.root, c.said.ordinal};
            const auto found = said.find(name);
            ++corrections[c.kind];
            if (c.kind == correction_kind::added) {
                EXPECT_TRUE(said.emplace(name, now).second) << "added under a name that is taken";
                continue;
            }
            ASSERT_NE(found, said.end()) << to_string(c.kind) << " what was not said";
            if (c.kind == correction_kind::revoked) {
                EXPECT_EQ(found->second.e, c.said);
                EXPECT_EQ(found->second.v, now.v);
                said.erase(found);
            } else {
                EXPECT_EQ(found->second.e.at, c.was_at);
                EXPECT_FALSE(found->second.e == now.e && found->second.v == now.v) << "moved to where it was";
                found->second = now;
            }
        }
        EXPECT_EQ(next, out.corrected_verdicts.size());
        for (const auto& c : out.receipt_corrections) {
            auto& was = receipts.at(c.number);
            EXPECT_EQ(was.r.kind, c.was.kind);
            EXPECT_EQ(was.r.state, c.was.state);
            EXPECT_EQ(was.r.marks, c.was.marks);
            was = judged_of(c.now, out);
            ++receipt_corrections;
        }
    }
    void take(const answers& out) {
        std::size_t next = 0;
        for (const auto& e : out.effects) {
            line now{e, {}};
            if (e.kind == effect_kind::verdict) now.v = out.verdicts.at(next++);
            EXPECT_TRUE(said.emplace(std::pair{e.root, e.ordinal}, now).second) << "said under a name that is taken";
        }
        for (const auto& r : out.receipts) receipts.push_back(judged_of(r, out));
    }

    /// Everything said but the ordinals, sorted.
    [[nodiscard]] std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (auto [name, each] : said) {
            each.e.ordinal = 0;
            std::string bytes(sizeof(effect), '\0');
            std::memcpy(bytes.data(), &each.e, sizeof(effect));
            if (each.v) {
                each.v->ordinal = 0;
                bytes.append(sizeof(verdict), '\0');
                std::memcpy(bytes.data() + sizeof(effect), &*each.v, sizeof(verdict));
            }
            all.push_back(bytes);
        }
        std::sort(all.begin(), all.end());
        return all;
    }
    [[nodiscard]] bool knows(std::uint64_t child) const {
        return std::any_of(said.begin(), said.end(), [&](const auto& each) { return each.second.e.kind == effect_kind::opened && each.second.e.case_id == child; });
    }

    std::map<std::pair<std::uint64_t, std::uint32_t>, line> said;
    std::vector<judged> receipts;  ///< by the number of the event
    std::map<correction_kind, std::size_t> corrections;
    std::size_t receipt_corrections = 0;

private:
    [[nodiscard]] static judged judged_of(receipt r, const answers& out) {
        judged made{r, {out.refusals.begin() + r.first_refusal, out.refusals.begin() + r.first_refusal + r.refusal_count}};
        made.r.first_refusal = 0;
        return made;
    }
};

/// A desk with a ledger that is told a stream in some order, in random batches, with time looked at now and then.
class late_telling {
public:
    late_telling(const rulebook& book, const stream& s, dice& random) : told{book, late_events::accept}, s_{s}, random_{random} {}

    void tell(const std::vector<std::uint32_t>& order) {
        for (const auto i : order) {
            offer(i);
            if (random_.one_in(6)) look();
        }
        flush();
        while (!waiting_.empty()) {  // events of children that no host could know yet
            const auto before = waiting_.size();
            for (auto again = std::exchange(waiting_, {}); const auto i : again) offer(i);
            flush();
            if (waiting_.size() == before) FAIL() << "a child is never opened";
        }
        adopt_before(instant::max());
        corrected_answers out;
        told.advance(std::max(s_.end, told.itself().now().value_or(s_.end)), out);
        table.take(out);
    }

    ledger_desk told;
    told_table table;
    std::vector<std::uint32_t> given;  ///< places of the events, by the number that the desk gave them

private:
    /// When nothing has brought time beyond it yet.
    void adopt_before(instant t) {
        if (!s_.adoption || adopted_ || s_.adoption->at >= t) return;
        flush();
        adopted_ = true;
        corrected_answers out;
        static_cast<void>(told.adopt(s_.adoption->next, s_.adoption->at, s_.adoption->mode, out));
        table.take(out);
    }
    void offer(std::uint32_t i) {
        const auto& e = s_.events[i];
        adopt_before(e.at);
        const bool waits = std::any_of(waiting_.begin(), waiting_.end(), [&](std::uint32_t w) { return s_.events[w].at == e.at; });
        if (!waits && (e.case_id & child_id_bit) != 0 && !table.knows(e.case_id)) flush();
        if (waits || ((e.case_id & child_id_bit) != 0 && !table.knows(e.case_id))) return waiting_.push_back(i);
        batch_.push_back(e);
        given.push_back(i);
        if (random_.one_in(3)) flush();
    }
    void flush() {
        corrected_answers out;
        if (batch_.size() == 1) static_cast<void>(told.apply(batch_.front(), s_.values, out));
        else told.apply(batch_, s_.values, out);
        batch_.clear();
        table.take(out);
    }
    void look() {
        flush();
        const auto now = told.itself().now();
        if (!now) return;
        corrected_answers out;
        const auto until = random_.one_in(4) ? told.next_deadline().value_or(*now) : *now + random_.steps(std::chrono::minutes{1}, 60);
        adopt_before(until + duration{1});
        if (until <= s_.end) told.advance(until, random_.one_in(3) ? random_.below(3) : SIZE_MAX, out);
        table.take(out);
    }

    const stream& s_;
    dice& random_;
    std::vector<event> batch_;
    std::vector<std::uint32_t> waiting_;
    bool adopted_ = false;
};

// ---- what must be the same at last --------------------------------------------------------------------------------------------------------

[[nodiscard]] inline std::string text_of(const clock_view& c) {
    const auto ms = [](instant t) { return t.time_since_epoch().count(); };
    std::string text;
    for (const std::int64_t each : {std::int64_t{c.policy}, std::int64_t{c.cycle}, std::int64_t{c.misses}, std::int64_t{c.running}, std::int64_t{c.paused},
                                    std::int64_t{c.missed}, std::int64_t{c.window_open}, ms(c.started), ms(c.opens), ms(c.due), ms(c.next), c.used.count(),
                                    c.left.count()})
        text += std::to_string(each) + ' ';
    return text;
}
/// How a case stands, its own record and clocks.
[[nodiscard]] inline std::string text_of(const desk& d, std::uint64_t case_id, instant now) {
    auto view = *d.find(case_id);
    view.record.ordinal = view.record.clocks = 0;
    std::string text(sizeof view.record, '\0');
    std::memcpy(text.data(), &view.record, sizeof view.record);
    for (const auto each : {view.root, view.parent, std::uint64_t{view.ended}}) text += std::to_string(each) + ' ';
    for (const auto child : view.children) text += std::to_string(child) + ' ';
    for (const auto& c : d.clocks(case_id, now)) text += text_of(c) + '\n';
    return text;
}

/// A stream in order, told to a desk without a ledger.
struct sorted_telling {
    sorted_telling(const rulebook& book, const stream& s) : told{book, late_events::as_of_now} {
        answers out;
        std::size_t first = 0;
        if (s.adoption) {
            while (first < s.events.size() && s.events[first].at < s.adoption->at) ++first;
            told.apply(std::span{s.events}.first(first), s.values, out);
            static_cast<void>(told.adopt(s.adoption->next, s.adoption->at, s.adoption->mode, out));
        }
        told.apply(std::span{s.events}.subspan(first), s.values, out);
        told.advance(s.end, out);
        table.take(out);
    }
    desk told;
    told_table table;
};

/// What differs between the two; empty when nothing does.
[[nodiscard]] inline std::string difference(const stream& s, const sorted_telling& sorted, late_telling& late) {
    if (const auto is = late.table.lines(), should = sorted.table.lines(); is != should) {
        std::string text = "what is said\n";
        const auto list = [&](const char* what, const std::vector<std::string>& a, const std::vector<std::string>& b) {
            std::vector<std::string> only;
            std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
            for (const auto& each : only) {
                effect e;
                std::memcpy(&e, each.data(), sizeof e);
                text += std::string{what} + " case " + std::to_string(e.case_id) + " at +" + std::to_string((e.at - s.events.front().at).count()) + "ms: " +
                        std::string{to_string(e.kind)} + ' ' + std::to_string(e.what) + '/' + std::to_string(e.detail) + " policy " + std::to_string(e.policy) + '\n';
            }
        };
        list("only said late:", is, should);
        list("only said in order:", should, is);
        return text;
    }
    const auto receipt_text = [](const told_table::judged& j) {
        std::string text{to_string(j.r.kind)};
        text += ' ' + std::string{to_string(j.r.field)} + ' ' + std::to_string(j.r.detail) + ' ' + std::to_string(j.r.marks & ~receipt::was_late);
        if (j.r.kind != receipt_kind::malformed)  // of these the state is that of their arrival
            for (const auto each : j.r.state) text += ' ' + std::to_string(each);
        for (const auto& each : j.refusals)
            text += ' ' + std::to_string(each.unmet) + '/' + std::to_string(each.row) + '/' + std::to_string(each.state);
        return text;
    };
    for (std::size_t n = 0; n < late.given.size(); ++n) {
        const auto place = late.given[n];
        const auto is = receipt_text(late.table.receipts.at(n)), should = receipt_text(sorted.table.receipts.at(place));
        if (is != should) return "the receipt of event " + std::to_string(place) + ": " + is + ", not " + should;
    }
    std::set<std::uint64_t> cases;
    for (const auto& e : s.events)
        if (sorted.told.find(e.case_id)) cases.insert(e.case_id);
    for (const auto& [name, each] : sorted.table.said) cases.insert(each.e.case_id);
    if (sorted.told.size() != late.told.itself().size()) return "the number of cases";
    for (const auto id : cases) {
        if (!late.told.itself().find(id)) return "case " + std::to_string(id) + " is not there";
        if (text_of(sorted.told, id, s.end) != text_of(late.told.itself(), id, s.end)) return "case " + std::to_string(id);
    }
    return {};
}

}  // namespace caseclock::ledger_test
