// SPDX-License-Identifier: Apache-2.0
//
// Goes through all arguments, notes each fault and reads on, so that one error tells them all.
#include "calendar_data.hpp"

#include "choices.hpp"
#include "python_time.hpp"

namespace caseclock::python {
namespace {

constexpr words_for<boundary, 2> boundaries{{{"closing", boundary::closing}, {"next_opening", boundary::next_opening}}};

bool is_text(py::handle given) { return py::isinstance<py::str>(given); }

/// Whether it holds several things, and is no text.
bool is_collection(py::handle given) { return !is_text(given) && !py::isinstance<py::bytes>(given) && py::isinstance<py::iterable>(given); }

bool is_mapping(py::handle given) { return py::hasattr(given, "items"); }

class calendar_reader {
public:
    using part = calendar_fault::part;

    void read_zone(py::handle name) {
        note(part::zone, 0, {}, [&] {
            if (!is_text(name)) throw py::type_error{"zone: a zone is a text such as Asia/Shanghai, not " + described(name)};
            spec_.zone = py::str(name);
        });
    }

    void read_week(py::handle week) {
        if (!checked_mapping(part::week, "week", week, "a mapping from weekdays to lists of hours")) return;
        std::array<std::string, 7> named_by;
        for (const auto entry : week.attr("items")()) {
            const auto [days, shifts] = pair_of(entry);
            if (!is_text(days)) {
                add(part::week, 0, "week: a weekday is a text such as mon or mon-fri, not " + described(days));
                continue;
            }
            const std::string name = py::str(days);
            const auto hours = shifts_of(part::week, 0, "week " + name, shifts);
            note(part::week, 0, "week", [&] {
                for (const auto day : parse_weekdays(name)) {
                    if (!named_by[day].empty())
                        add(part::week, day,
                            "week " + std::string{weekday_names[day]} + ": the day is given twice, by \"" + named_by[day] + "\" and by \"" +
                                name + '"');
                    named_by[day] = name;
                    spec_.week[day] = hours;
                }
            });
        }
    }

    void read_holidays(py::handle holidays) {
        if (!is_collection(holidays)) {
            add(part::holidays, 0, "holidays are a list of dates, or a mapping from dates to names, not " + described(holidays));
            return;
        }
        const bool named = is_mapping(holidays);
        for (const auto entry : named ? py::object{holidays.attr("items")()} : py::reinterpret_borrow<py::object>(holidays)) {
            const auto [dates, name] = named ? pair_of(entry) : std::pair{py::reinterpret_borrow<py::object>(entry), py::object{}};
            note(part::holidays, spec_.holidays.size(), "holidays", [&, day_off = dates, title = name] {
                auto read = holiday_of(day_off);
                if (named && !is_text(title)) throw py::type_error{"a name is a text, not " + described(title)};
                if (named) read.name = py::str(title);
                spec_.holidays.push_back(std::move(read));
            });
        }
    }

    void read_hours(py::handle hours) { read_dated(part::hours, "hours", hours, spec_.hours); }
    void read_breaks(py::handle breaks) { read_dated(part::breaks, "breaks", breaks, spec_.breaks); }

    void read_boundary(py::handle word) {
        note(part::whole, 0, {}, [&] { spec_.at_boundary = choice_of("at_boundary", std::string{py::str(word)}, boundaries); });
    }

    calendar_spec finish() {
        const auto deeper = faults_of(spec_);
        faults_.insert(faults_.end(), deeper.begin(), deeper.end());
        if (faults_.empty()) return std::move(spec_);
        std::stable_sort(faults_.begin(), faults_.end(),
                         [](const calendar_fault& a, const calendar_fault& b) { return a.where < b.where; });
        throw calendar_error{std::move(faults_)};
    }

private:
    void read_dated(part where, const std::string& word, py::handle dated, std::vector<dated_shifts>& all) {
        if (!checked_mapping(where, word, dated, "a mapping from dates to lists of hours")) return;
        for (const auto entry : dated.attr("items")()) {
            const auto [date, shifts] = pair_of(entry);
            const auto item = all.size();
            const auto hours = shifts_of(where, item, word + " of " + std::string{py::str(date)}, shifts);
            note(where, item, word, [&, key = date] { all.push_back({date_of(key), hours}); });
        }
    }

    void add(part where, std::size_t item, std::string what) { faults_.push_back({where, item, std::move(what)}); }

    /// Runs it; a refusal becomes a fault.
    template <class Read> void note(part where, std::size_t item, const std::string& subject, Read read) {
        const auto prefix = subject.empty() ? std::string{} : subject + ": ";
        try {
            read();
        } catch (const text_error& error) {
            add(where, item, prefix + error.what());
        } catch (const py::builtin_exception& error) {
            add(where, item, prefix + error.what());
        }
    }

    bool checked_mapping(part where, const std::string& word, py::handle given, std::string_view wanted) {
        if (is_mapping(given)) return true;
        add(where, 0, word + (word == "week" ? " is " : " are ") + std::string{wanted} + ", not " + described(given));
        return false;
    }

    static std::pair<py::object, py::object> pair_of(py::handle entry) {
        const auto both = py::reinterpret_borrow<py::sequence>(entry);
        return {both[0], both[1]};
    }

    static local_date date_of(py::handle given) {
        if (is_text(given)) return parse_date(std::string{py::str(given)});
        if (is_date(given)) return to_date(given);
        throw py::type_error{"a date is a datetime.date or a text such as 2026-10-01, not " + described(given)};
    }

    static holiday holiday_of(py::handle given) {
        if (is_text(given)) return parse_holiday(std::string{py::str(given)});
        if (py::isinstance<py::tuple>(given) || py::isinstance<py::list>(given)) {
            const auto ends = py::reinterpret_borrow<py::sequence>(given);
            if (ends.size() != 2) throw py::type_error{"dates from .. to are a pair, not " + described(given)};
            return {date_of(ends[0]), date_of(ends[1])};
        }
        const auto date = date_of(given);
        return {date, date};
    }

    std::vector<shift> shifts_of(part where, std::size_t item, const std::string& subject, py::handle given) {
        std::vector<shift> shifts;
        if (!is_collection(given) || is_mapping(given)) {
            add(where, item, subject + ": hours are a list of texts such as [\"09:00-12:00\"], not " + described(given));
            return shifts;
        }
        for (const auto each : given)
            note(where, item, subject, [&] {
                if (!is_text(each)) throw py::type_error{"hours are a text such as 09:00-12:00, not " + described(each)};
                shifts.push_back(parse_shift(std::string{py::str(each)}));
            });
        return shifts;
    }

    calendar_spec spec_;
    std::vector<calendar_fault> faults_;
};

py::list texts_of_shifts(std::vector<shift> shifts) {
    std::sort(shifts.begin(), shifts.end(), [](const shift& a, const shift& b) { return a.open < b.open; });
    py::list texts;
    for (const auto& each : shifts) texts.append(format_shift(each));
    return texts;
}

/// Neighbouring days with the same hours as one range.
py::dict texts_of_week(const calendar_spec& spec) {
    py::dict week;
    for (std::size_t first = 0, next = 0; first < 7; first = next) {
        const auto shifts = texts_of_shifts(spec.week[first]);
        for (next = first + 1; next < 7 && shifts.equal(texts_of_shifts(spec.week[next]));) ++next;
        std::string days{weekday_names[first]};
        if (next - first > 1) days += '-' + std::string{weekday_names[next - 1]};
        if (!shifts.empty()) week[py::str(days)] = shifts;
    }
    return week;
}

py::object texts_of_holidays(std::vector<holiday> holidays) {
    std::stable_sort(holidays.begin(), holidays.end(),
                     [](const holiday& a, const holiday& b) { return std::pair{a.first, a.last} < std::pair{b.first, b.last}; });
    const auto text = [](const holiday& each) {
        return py::str(format_date(each.first) + (each.first == each.last ? "" : ".." + format_date(each.last)));
    };
    if (std::all_of(holidays.begin(), holidays.end(), [](const holiday& each) { return each.name.empty(); })) {
        py::list dates;
        for (const auto& each : holidays) dates.append(text(each));
        return dates;
    }
    py::dict names;
    for (const auto& each : holidays) names.attr("setdefault")(text(each), each.name);  // of equal ones the first is in force
    return names;
}

py::dict texts_of_dated(const std::vector<dated_shifts>& all) {
    py::dict texts;
    for (const auto& each : all) texts[py::str(format_date(each.date))] = texts_of_shifts(each.shifts);
    return texts;
}

}  // namespace

calendar_spec read_calendar(py::handle zone, py::handle week, py::handle holidays, py::handle hours, py::handle breaks,
                            py::handle at_boundary) {
    calendar_reader reader;
    reader.read_zone(zone);
    reader.read_week(week);
    reader.read_holidays(holidays);
    reader.read_hours(hours);
    reader.read_breaks(breaks);
    reader.read_boundary(at_boundary);
    return reader.finish();
}

py::typing::Dict<py::str, py::object> write_calendar(const calendar_spec& spec) {
    py::typing::Dict<py::str, py::object> all;
    all["zone"] = spec.zone;
    const auto keep = [&all](const char* name, const py::object& value) {
        if (py::len(value) > 0) all[name] = value;
    };
    keep("week", texts_of_week(spec));
    keep("holidays", texts_of_holidays(spec.holidays));
    keep("hours", texts_of_dated(spec.hours));
    keep("breaks", texts_of_dated(spec.breaks));
    for (const auto& [word, value] : boundaries)
        if (value == spec.at_boundary && value != boundary::closing) all["at_boundary"] = py::str(word);
    return all;
}

}  // namespace caseclock::python
