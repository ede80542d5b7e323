// SPDX-License-Identifier: Apache-2.0
//
// Does a machine behave as Boost.MSM says? The lowered definition, its run-time twin and msm::back go through the same events and are
// compared after each: outcome, states, facts, attributes, what was said, events raised, children opened, by content.
//
//   TEST(call, behaves_as_msm_says) { EXPECT_EQ(machine_test::conformance<call>().check().text(), ""); }
//
// Exhaustively over state x event x facts x payload classes x attribute classes, then on long random traces. It fails, too, unless
// every row was taken and every guard that can refuse has refused.
#pragma once

#include "caseclock/machine/dialog.hpp"
#include "mirror.hpp"

#include <random>
#include <sstream>

namespace caseclock::machine_test {

struct conformance_options {
    std::uint64_t seed = 20'240'611;
    std::uint64_t random_events = 300'000;
    std::uint64_t exhaustive_most = 1'500'000;  ///< above it, combinations are drawn
    std::size_t differences_most = 3;           ///< stop after so many
    unsigned mixed_attributes = 0;  ///< further classes of attributes, in which each has a value of its own
    bool coverage = true;
};

struct conformance_report {
    std::uint64_t exhaustive = 0, random = 0, refusals_explained = 0;
    std::vector<std::string> differences;
    [[nodiscard]] bool passed() const { return differences.empty(); }
    /// Empty when all is well.
    [[nodiscard]] std::string text() const {
        std::string out;
        for (const auto& d : differences) out += d + "\n";
        return out;
    }
};

/// What a step came to, with rows and guards named independently of their numbers.
struct result {
    unsigned outcome = 0;
    case_record record;
    std::vector<std::array<std::int64_t, 4>> said;
    std::vector<follow_up> raised;
    std::vector<child> children;
    std::vector<passed_value> passed;
    std::vector<state_change> changes;
    friend bool operator==(const result&, const result&) = default;
};

/// A row as (event, state, place among those tried), the same whoever made the table.
class row_names {
public:
    explicit row_names(const definition& d) : names_(d.rows().size() + 1, -1) {
        const auto& t = d.data().engine;
        for (unsigned e = 0; e < d.events().size(); ++e)
            for (unsigned s = 0; s < d.states().size(); ++s) {
                std::int64_t place = 0;
                for (unsigned i = t.cell(e, s); i != 0 && place < 4096; i = t.rows[i].alternative)
                    names_[i] = ((std::int64_t{e} << 8 | s) << 12) | place++;
            }
    }
    [[nodiscard]] std::int64_t operator()(std::uint16_t row) const { return row == no_row_number ? -1 : names_[row + 1U]; }

private:
    std::vector<std::int64_t> names_;
};

[[nodiscard]] inline result collect(const definition& d, const row_names& name, outcome o, const case_record& record, const outbox& out) {
    result r;
    r.outcome = static_cast<unsigned>(o) & 7U;
    r.record = record;
    for (const auto& i : out.intents) {
        const bool lapse = i.kind == intent_kind::lapse || i.kind == intent_kind::lapse_of;
        std::int64_t value = i.value;
        if (i.kind == intent_kind::lapse_of)
            value = static_cast<std::int64_t>(tag_of_name(d.rows()[i.what].asks[static_cast<std::size_t>(i.value)].name));
        r.said.push_back({static_cast<std::int64_t>(i.kind), lapse ? name(i.what) : i.what, value, 0});
    }
    r.raised = out.raised;
    r.children = out.children;
    for (auto& c : r.children) c.row = static_cast<std::uint16_t>(name(c.row) * 31);
    r.passed = out.passed;
    r.changes.assign(out.changes.begin(), out.changes.end());
    return r;
}

template <class Front> class conformance {
public:
    using L = lowered<Front>;

    explicit conformance(conformance_options options = {}) : options_(options), random_(options.seed) {}

    /// The lowered definition and its twin.
    [[nodiscard]] conformance_report check() {
        auto twin = mirror_of<Front>();
        const definition described = build(twin.description, twin.options);
        if (L::merged_wrongly()) note("two types were taken for one");
        return check({define<Front>(), described});
    }
    /// Any definitions of the same table (with states, events, facts and attributes numbered alike).
    [[nodiscard]] conformance_report check(std::vector<definition> subjects) {
        subjects_ = std::move(subjects);
        for (const auto& s : subjects_) names_.emplace_back(s);
        if (same_nouns()) {
            exhaustively();
            randomly();
            if (options_.coverage && report_.passed()) covered();
        }
        return report_;
    }
    [[nodiscard]] const caseclock::detail::row_counts& counts() const { return oracle_.counts(); }

private:
    const definition& d_ = define<Front>();
    const row_names own_names_{d_};

    void note(std::string difference) { report_.differences.push_back(std::move(difference)); }
    [[nodiscard]] bool enough() const { return report_.differences.size() >= options_.differences_most; }

    [[nodiscard]] bool same_nouns() {
        for (const auto& s : subjects_) {
            bool same = s.schema() == d_.schema() && s.states().size() == d_.states().size() && s.events().size() == d_.events().size() &&
                        s.slots() == d_.slots();
            for (std::size_t i = 0; same && i < d_.states().size(); ++i) same = s.states()[i].name == d_.states()[i].name;
            for (std::size_t i = 0; same && i < d_.events().size(); ++i) same = s.events()[i].name == d_.events()[i].name;
            for (std::size_t i = 0; same && i < d_.facts().size(); ++i) same = s.facts()[i].name == d_.facts()[i].name;
            if (!same) note("a definition has other states, events, facts, attributes or another schema than the front-end");
        }
        return report_.passed();
    }

    // ---- one step, everywhere ---------------------------------------------------------------------------------------
    [[nodiscard]] result step_oracle(case_record& record, unsigned event, const payload& data) {
        oracle_out_.clear();
        step now(record, oracle_out_, instant{}, d_.slots());
        const auto o = oracle_.process(now, event, data);
        return collect(d_, own_names_, o, record, oracle_out_);
    }
    [[nodiscard]] result step_subject(std::size_t i, case_record& record, unsigned event, const payload& data) {
        subject_out_.clear();
        step now(record, subject_out_, instant{}, subjects_[i].slots());
        const auto o = subjects_[i].process(now, event, data);
        return collect(subjects_[i], names_[i], o, record, subject_out_);
    }
    /// Applies one event to the same case everywhere; the case goes on as the oracle says.
    void compare(case_record& record, unsigned event, const payload& data) {
        const case_record before = record;
        auto mine = before;
        const auto expected = step_oracle(mine, event, data);
        for (std::size_t i = 0; i < subjects_.size(); ++i) {
            auto copy = before;
            const auto got = step_subject(i, copy, event, data);
            if (!(got == expected)) note(difference(i, before, event, expected, got));
            if (!accepted(static_cast<outcome>(expected.outcome))) explain(i, before, event, data, expected.outcome);
            if (!same_flags(subjects_[i], copy)) note("flags differ in " + place(before, event));
        }
        record = mine;
    }
    /// A refusal has reasons, and only a refusal has.
    void explain(std::size_t i, const case_record& before, unsigned event, const payload& data, unsigned outcome_bits) {
        const auto why = subjects_[i].why_refused(before, event, data);
        ++report_.refusals_explained;
        bool good = why.size() == d_.regions();
        for (const auto& r : why) {
            if (outcome_bits == static_cast<unsigned>(outcome::ended)) good = good && r.why == refusal::reason::ended;
            else if (outcome_bits == static_cast<unsigned>(outcome::not_taken)) good = good && r.why == refusal::reason::no_row;
            else good = good && (r.why != refusal::reason::needs || !r.missing.empty());
        }
        if (!good) note("no good reason for the refusal in " + place(before, event));
    }
    [[nodiscard]] bool same_flags(const definition& subject, const case_record& record) {
        bool same = true;
        oracle_.load(record);
        for_each_flag(typename L::states{}, [&](auto flag) {
            using F = typename decltype(flag)::type;
            const bool expected = oracle_.template has_flag<F>();
            same = same && subject.has_flag(record, name_v<F>) == expected && L::template has_flag<F>(record) == expected;
        });
        return same;
    }
    template <class... S, class Visit> static void for_each_flag(boost::mp11::mp_list<S...>, Visit visit) {
        namespace mp = boost::mp11;
        mp::mp_for_each<mp::mp_transform<mp::mp_identity, mp::mp_unique<mp::mp_append<mp::mp_list<>, typename S::flag_list...>>>>(visit);
    }

    [[nodiscard]] std::string place(const case_record& before, unsigned event) const {
        std::ostringstream out;
        out << "seed " << options_.seed << ", event " << d_.events()[event].name << " in";
        for (unsigned r = 0; r < d_.regions(); ++r) out << ' ' << d_.states()[before.state[r]].name;
        out << ", facts " << std::hex << before.facts;
        return out.str();
    }
    [[nodiscard]] std::string difference(std::size_t i, const case_record& before, unsigned event, const result& expected, const result& got) const {
        std::ostringstream out;
        out << "definition " << i << " differs: " << place(before, event) << std::dec << ": outcome " << expected.outcome << '/'
            << got.outcome << ", state";
        for (unsigned r = 0; r < d_.regions(); ++r) out << ' ' << int(expected.record.state[r]) << '/' << int(got.record.state[r]);
        out << ", facts " << std::hex << expected.record.facts << '/' << got.record.facts << std::dec;
        out << (expected.record.values == got.record.values ? "" : ", attributes") << (expected.said == got.said ? "" : ", what was said")
            << (expected.raised == got.raised ? "" : ", events raised")
            << (expected.children == got.children && expected.passed == got.passed ? "" : ", children")
            << (expected.changes == got.changes ? "" : ", state changes");
        return out.str();
    }

    // ---- starts -----------------------------------------------------------------------------------------------------
    void start(case_record& record) {
        const case_record before = record;
        oracle_out_.clear();
        auto mine = before;
        step now(mine, oracle_out_, instant{}, d_.slots());
        oracle_.start(now);
        const auto expected = collect(d_, own_names_, outcome::accepted, mine, oracle_out_);
        for (std::size_t i = 0; i < subjects_.size(); ++i) {
            auto copy = before;
            subject_out_.clear();
            step there(copy, subject_out_, instant{}, subjects_[i].slots());
            const auto o = subjects_[i].start(there);
            if (!(collect(subjects_[i], names_[i], o, copy, subject_out_) == expected))
                note("definition " + std::to_string(i) + " starts differently");
        }
        record = mine;
    }

    // ---- what is tried ----------------------------------------------------------------------------------------------
    [[nodiscard]] std::vector<std::int64_t> classes_of(const field_info& f) {
        switch (f.type) {
            case field_type::boolean: return {0, 1};
            case field_type::enumeration: {
                std::vector<std::int64_t> out;
                for (std::size_t i = 0; i < f.enumerators.size() && i < 6; ++i) out.push_back(static_cast<std::int64_t>(i));
                return out;
            }
            case field_type::name: return {0, 7, 0xffffffff};
            case field_type::duration: return {0, 1000, 1001, 60'000, 60'001, no_value};
            case field_type::instant: return {0, 1'700'000'000'000, no_value};
            default: return {0, 1, 2, 3, 60, 61};
        }
    }
    static void put(payload& p, const field_info& f, std::int64_t v) { std::memcpy(p.data.data() + f.offset, &v, f.width); }
    /// Every combination of the fields' classes, or 48 drawn ones.
    [[nodiscard]] std::vector<payload> payloads(unsigned event) {
        const auto& fields = d_.events()[event].fields;
        std::vector<payload> out{{}};
        for (const auto& f : fields) {
            std::vector<payload> more;
            for (const auto& p : out)
                for (const auto v : classes_of(f)) {
                    more.push_back(p);
                    put(more.back(), f, v);
                }
            out = std::move(more);
            if (out.size() > 48) {
                std::shuffle(out.begin(), out.end(), random_);
                out.resize(48);
            }
        }
        return out;
    }
    [[nodiscard]] payload random_payload(unsigned event) {
        payload p;
        for (const auto& f : d_.events()[event].fields) {
            const auto classes = classes_of(f);
            const bool any_number = f.type == field_type::integer && random_() % 2 == 0;
            put(p, f, any_number ? static_cast<std::int64_t>(random_() % 128) : classes[random_() % classes.size()]);
        }
        return p;
    }
    /// Attributes: unset, or all near one small number; from the sixth variant on each drawn by itself.
    void put_attributes(case_record& record, unsigned variant) {
        static constexpr std::int64_t level[] = {no_value, 0, 2, 3, 4, 6};
        for (const auto& a : d_.attributes()) {
            auto v = level[variant < 6 ? variant : random_() % 6];
            if (variant >= 6 && v != no_value) v = static_cast<std::int64_t>(random_() % 64);
            if (v != no_value && a.kind == attribute_kind::one_of) v %= static_cast<std::int64_t>(a.enumerators.size());
            write(record, a.slot, v);
        }
    }
    [[nodiscard]] std::vector<std::uint64_t> fact_sets() {
        const auto count = d_.facts().size();
        const std::uint64_t every = count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
        std::vector<std::uint64_t> out;
        if (count <= 8) {
            for (std::uint64_t f = 0; f <= every; ++f) out.push_back(f);
            return out;
        }
        out = {0, every};
        for (std::size_t i = 0; i < count; ++i) out.insert(out.end(), {std::uint64_t{1} << i, every & ~(std::uint64_t{1} << i)});
        while (out.size() < 256) out.push_back(random_() & every);
        return out;
    }
    /// Facts that matter to the rows of a cell, in every combination (up to 10), among drawn others.
    [[nodiscard]] std::vector<std::uint64_t> facts_for(const case_record& record, unsigned event) {
        std::uint64_t matter = 0;
        bool rows = false;
        const auto& t = d_.data().engine;
        for (unsigned r = 0; r < d_.regions(); ++r)
            for (unsigned i = t.cell(event, record.state[r]); i != 0; i = t.rows[i].alternative) {
                rows = true;
                matter |= t.choices[i].care | t.rows[i].ends;
                for (const auto& a : d_.rows()[i - 1].asks) matter |= a.where | (a.fact == no_fact ? 0 : std::uint64_t{1} << a.fact);
            }
        if (!rows) return {0, fact_sets_.back()};
        if (d_.facts().size() <= 8) return fact_sets_;
        std::vector<std::uint64_t> out = fact_sets_;
        std::vector<std::uint64_t> bits;
        for (std::uint64_t rest = matter; rest != 0 && bits.size() < 10; rest &= rest - 1) bits.push_back(rest & (~rest + 1));
        for (std::uint64_t k = 0; k < std::uint64_t{1} << bits.size(); ++k) {
            std::uint64_t f = random_() & fact_sets_[1] & ~matter;
            for (std::size_t b = 0; b < bits.size(); ++b)
                if ((k >> b & 1U) != 0) f |= bits[b];
            out.push_back(f);
        }
        return out;
    }

    template <class Visit> void for_each_state(Visit visit) {
        case_record record;
        for_each_state(visit, record, 0);
    }
    template <class Visit> void for_each_state(Visit visit, case_record& record, unsigned region) {
        if (region == d_.regions()) return visit(std::as_const(record));
        for (unsigned s = 0; s < d_.states().size(); ++s) {
            if (d_.states()[s].region != region) continue;
            record.state[region] = static_cast<std::uint8_t>(s);
            for_each_state(visit, record, region + 1);
        }
    }
    void exhaustively() {
        std::uint64_t all = 0;
        const auto each = [&](auto visit) {
            for_each_state([&](const case_record& at) {
                for (unsigned e = 1; e < d_.events().size() && !enough(); ++e) visit(at, e, payloads_[e], facts_for(at, e));
            });
        };
        payloads_.resize(d_.events().size());
        for (unsigned e = 1; e < payloads_.size(); ++e) payloads_[e] = payloads(e);
        const unsigned variants = d_.attributes().empty() ? 1 : 6 + options_.mixed_attributes;
        each([&](const case_record&, unsigned, const auto& p, const auto& f) { all += p.size() * f.size() * variants; });
        const double keep = all <= options_.exhaustive_most ? 1.0 : static_cast<double>(options_.exhaustive_most) / static_cast<double>(all);
        std::uniform_real_distribution<double> draw(0, 1);
        each([&](const case_record& at, unsigned e, const auto& payloads_of_event, const auto& facts) {
            for (const auto f : facts)
                for (const auto& p : payloads_of_event)
                    for (unsigned v = 0; v < variants; ++v) {
                        if (enough() || (keep < 1 && draw(random_) > keep)) continue;
                        case_record record = at;
                        record.facts = f;
                        put_attributes(record, v);
                        compare(record, e, p);
                        ++report_.exhaustive;
                    }
        });
    }
    void randomly() {
        case_record record;
        unsigned left = 0;
        std::vector<follow_up> queue;
        while (report_.random < options_.random_events && !enough()) {
            if (left-- == 0) {
                left = 1 + static_cast<unsigned>(random_() % 80);
                record = {};
                put_attributes(record, static_cast<unsigned>(random_()) % (6 + options_.mixed_attributes));
                start(record);
                queue = oracle_out_.raised;
            }
            unsigned event = 0;
            payload data;
            if (!queue.empty()) {
                const auto next = queue.front();
                queue.erase(queue.begin());
                const auto number = d_.event_of_tag(next.event);
                if (next.to != recipient::self || !number) continue;
                event = *number;
                data = next.data;
            } else {
                const auto allowed = d_.allowed(record);
                event = allowed.empty() || random_() % 5 == 0 ? 1 + static_cast<unsigned>(random_() % (d_.events().size() - 1))
                                                              : allowed[random_() % allowed.size()];
                data = random_payload(event);
                if (random_() % 3 == 0) record.facts ^= fact_sets_[random_() % fact_sets_.size()] & random_();
            }
            compare(record, event, data);
            if (queue.size() < 8) queue.insert(queue.end(), oracle_out_.raised.begin(), oracle_out_.raised.end());
            ++report_.random;
        }
    }
    void covered() {
        for (std::size_t i = 0; i < d_.rows().size(); ++i) {
            const auto& row = d_.rows()[i];
            const std::string text = "row " + std::to_string(i) + " (" + d_.states()[row.from].name + ", " + d_.events()[row.event].name + ")";
            const bool may_refuse = row.care != 0 || row.guard != 0 ||
                                    std::any_of(row.asks.begin(), row.asks.end(), [](const auto& a) { return a.how == hardness::hard; });
            if (oracle_.counts().taken[i] == 0) note(text + " was never taken");
            if (may_refuse && oracle_.counts().refused[i] == 0) note("the guard of " + text + " never refused");
        }
    }

    conformance_options options_;
    std::mt19937_64 random_;
    dialog<Front> oracle_;
    std::vector<definition> subjects_;
    std::vector<row_names> names_;
    std::vector<std::vector<payload>> payloads_;
    std::vector<std::uint64_t> fact_sets_ = fact_sets();
    outbox oracle_out_, subject_out_;
    conformance_report report_;
};

}  // namespace caseclock::machine_test
