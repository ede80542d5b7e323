// SPDX-License-Identifier: Apache-2.0
//
// One case on msm::back, for a host that wants an object in a dialog, and the oracle of the conformance tests: the very same
// front-end, driven with the same step.
//
//   dialog<lifecycle> one;
//   one.start(now);
//   outcome o = one.process(now, event::hold{30s});
//
// msm::back knows neither lives of facts nor which row it took: each row's guard is wrapped to say so. Includes msm::back, which takes
// seconds to compile; a desk never needs it.
#pragma once

#include "caseclock/machine/carry.hpp"
#include "caseclock/machine/lower.hpp"

#include <boost/msm/back/state_machine.hpp>

namespace caseclock {

namespace detail {

/// How often each row was taken and its guard said no.
struct row_counts {
    std::vector<std::uint64_t> taken, refused;
};

/// A row's guard; when it is true the row is taken: what lives end, ends here.
template <class Guard, std::size_t Row> struct watched {
    template <class E, class Fsm, class S, class T> bool operator()(const E& e, Fsm& fsm, S& from, T& to) const {
        step& now = step_of(fsm);
        const auto before = now.row();
        now.acts_in_row(static_cast<std::uint16_t>(Row + 1));
        if constexpr (!std::is_same_v<Guard, none>)
            if (!Guard{}(e, fsm, from, to)) {
                ++fsm.counts->refused[Row];
                now.acts_in_row(static_cast<std::uint16_t>(before + 1));
                return false;
            }
        ++fsm.counts->taken[Row];
        const auto& row = fsm.data->engine.rows[Row + 1];
        now.assign_facts(0, row.ends);
        const auto& info = fsm.data->rows[Row];
        now.out().changes.record(fsm.data->states[info.from].region, info.from, row.next, (row.flags & row_internal) == 0);
        return true;
    }
};

template <class List, class Sequence> struct watch_rows;
template <class... R, std::size_t... I> struct watch_rows<boost::mp11::mp_list<R...>, std::index_sequence<I...>> {
    using type = boost::mp11::mp_list<Row<typename R::Source, typename R::Evt, std::conditional_t<is_internal<R>, none, typename R::Target>,
                                          typename R::Action, watched<typename R::Guard, I>>...>;
};
template <class Front> struct watched_front : Front {
    using transition_table =
        typename watch_rows<typename numbered<Front>::rows, std::make_index_sequence<numbered<Front>::row_count>>::type;
    const definition_data* data = nullptr;
    row_counts* counts = nullptr;
};

}  // namespace detail

template <class Front> class dialog {
public:
    using back = boost::msm::back::state_machine<detail::watched_front<Front>>;

    dialog() {
        counts_.taken.resize(lowered<Front>::row_count);
        counts_.refused.resize(lowered<Front>::row_count);
        machine_.data = &define<Front>().data();
        machine_.counts = &counts_;
    }
    dialog(const dialog&) = delete;
    dialog& operator=(const dialog&) = delete;

    void start(step& now) {
        now.out().changes.clear();
        for (unsigned r = 0; r < lowered<Front>::regions; ++r)
            now.out().changes.record(static_cast<std::uint8_t>(r), no_state, define<Front>().initial(r));
        machine_.now = &now;
        machine_.start();
        save(now);
    }

    template <class E> outcome process(step& now, const E& e) { return process_bytes<E>(now, pack(e)); }
    /// By number, as a definition does.
    outcome process(step& now, unsigned event, const payload& data) {
        static const auto functions = list(boost::mp11::mp_pop_front<typename lowered<Front>::events>{});
        return functions[event - 1](*this, now, data);
    }

    /// Takes the states of a record (a test puts a case anywhere).
    void load(const case_record& record) {
        for (unsigned r = 0; r < lowered<Front>::regions; ++r) const_cast<int*>(machine_.current_state())[r] = to_back_[record.state[r]];
    }
    template <class Flag> [[nodiscard]] bool has_flag() { return machine_.template is_flag_active<Flag>(); }
    [[nodiscard]] const detail::row_counts& counts() const noexcept { return counts_; }

private:
    using function = outcome (*)(dialog&, step&, const payload&);
    template <class... E> static std::array<function, sizeof...(E)> list(boost::mp11::mp_list<E...>) {
        return {[](dialog& d, step& now, const payload& data) { return d.process_bytes<E>(now, data); }...};
    }
    template <class... S> static std::array<int, sizeof...(S)> numbers(boost::mp11::mp_list<S...>) {
        return {boost::msm::back::get_state_id<typename back::stt, S>::value...};
    }

    template <class E> outcome process_bytes(step& now, const payload& data) {
        const auto& d = define<Front>();
        constexpr auto event = lowered<Front>::template event_id<E>;
        load(now.record());
        now.out().changes.clear();
        if (d.blocked(now.record(), event)) {
            machine_.now = &now;
            machine_.process_event(unpack<E>(data));  // takes nothing, and says it was handled
            save(now);
            return outcome::ended;
        }
        const auto before = now.record();
        detail::carry(d.data().engine, d.data().engine.carriages[event], now.record(), data);
        machine_.now = &now;
        const auto handled = static_cast<unsigned>(machine_.process_event(unpack<E>(data)));
        const auto result = static_cast<outcome>(handled & 3U);
        if (!accepted(result)) {
            now.record().facts = before.facts;
            now.record().values = before.values;
        }
        save(now);
        now.acts_in_row(0);
        return result;
    }
    void save(step& now) {
        for (unsigned r = 0; r < lowered<Front>::regions; ++r) {
            const int state = machine_.current_state()[r];
            for (std::size_t i = 0; i < to_back_.size(); ++i)
                if (to_back_[i] == state) now.record().state[r] = static_cast<std::uint8_t>(i);
        }
        now.acts_in_row(0);
    }

    detail::row_counts counts_;
    back machine_;
    const std::array<int, lowered<Front>::state_count> to_back_ = numbers(typename lowered<Front>::states{});
};

}  // namespace caseclock
