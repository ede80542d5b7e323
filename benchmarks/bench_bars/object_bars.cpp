// SPDX-License-Identifier: Apache-2.0
//
// What one would write without a library: an object of msm::back for each case and a std::multimap of deadlines, over the same events.
#include "bars.hpp"
#include "rearm.hpp"

#include <boost/msm/back/state_machine.hpp>

#include <map>
#include <memory>

namespace bench {
namespace {

using back = boost::msm::back::state_machine<example::call>;

class objects {
public:
    explicit objects(const traffic& all) : cases_(all.begin().size()) {
        const auto ids = ids_of(call_machine::states{});
        for (std::uint32_t i = 0; i < cases_.size(); ++i) {
            cases_[i] = std::make_unique<one_case>();
            auto& one = *cases_[i];
            one.start(out_);
            one.record = all.begin()[i];
            const_cast<int*>(one.machine.current_state())[0] = ids[one.record.state[0]];
            one.deadline = deadlines_.emplace(limit_at(all.events()[0].at + span_of(~std::size_t{i})), i);
            out_.clear();
        }
    }

    /// The first `count` events.
    [[gnu::noinline]] void run(const traffic& all, std::size_t count) {
        static const auto functions = list(boost::mp11::mp_pop_front<call_machine::events>{});
        const auto& events = all.events();
        totals came;
        for (std::size_t i = 0; i < count; ++i) {
            const auto& e = events[i];
            auto& one = *cases_[e.slot];
            if (e.event == 0) {
                one.start(out_);
            } else {
                step now(one.record, out_, e.at, call_machine::slots);
                one.machine.now = &now;
                if (functions[e.event - 1](one.machine, e.data) == boost::msm::back::HANDLED_TRUE) {
                    if (one.deadline != deadlines_.end()) deadlines_.erase(one.deadline);
                    one.deadline = deadlines_.emplace(limit_at(e.at + span_of(i)), e.slot);
                }
            }
            if (i % batch_size == batch_size - 1) {
                came.add(out_);
                while (!deadlines_.empty() && deadlines_.begin()->first <= passed_at(e.at)) {
                    cases_[deadlines_.begin()->second]->deadline = deadlines_.end();
                    deadlines_.erase(deadlines_.begin());
                }
            }
        }
        keep(came);
    }

private:
    using queue = std::multimap<due_key, std::uint32_t>;
    struct one_case {
        back machine;
        case_record record;
        queue::iterator deadline;

        void start(outbox& out) {
            record = {};
            step now(record, out, instant{}, call_machine::slots);
            machine.now = &now;
            machine.start();
        }
    };
    using function = boost::msm::back::HandledEnum (*)(back&, const payload&);
    template <class... E> static std::array<function, sizeof...(E)> list(boost::mp11::mp_list<E...>) {
        return {[](back& m, const payload& data) { return m.process_event(unpack<E>(data)); }...};
    }
    template <class... S> static std::array<int, sizeof...(S)> ids_of(boost::mp11::mp_list<S...>) {
        return {boost::msm::back::get_state_id<back::stt, S>::value...};
    }

    std::vector<std::unique_ptr<one_case>> cases_;
    queue deadlines_;
    outbox out_;
};

}  // namespace

readings against_objects(const settings& how) {
    const traffic all(how.scaled(5'000'000), how.scaled(10'000'000));
    std::vector<double> ours;
    for (int round = 0; round < how.rounds; ++round) {
        clocked_cases cases(all);
        ours.push_back(ns_each(all.events().size(), [&] { cases.run(all); }));
    }
    objects theirs(all);
    const auto count = all.events().size() / 2;
    const double ns = ns_each(count, [&] { theirs.run(all, count); });
    return {{"msm::back and std::multimap / caseclock", ns / median(ours), "x", reading::bound::at_least, 50, text("%.0f / %.1f ns per event", ns, median(ours))}};
}

}  // namespace bench
