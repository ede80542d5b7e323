// SPDX-License-Identifier: Apache-2.0
//
// What the linter need not tell, because somebody looked at it and says why. It stands beside what it is about:
//
//   policies:
//     callback: {ignore: {pause-for-ever: "the shift leader goes through them every morning"}, ...}
#include "caseclock/rulebook/lint.hpp"
#include "yaml/reader.hpp"

#include <limits>

namespace caseclock::detail {
namespace {

constexpr std::string_view sections_with_ignore[] = {"words", "options", "calendars", "roles", "rosters", "ladders", "policies", "machines"};

class ignored_reader {
public:
    ignored_reader(std::vector<ignored_finding>& to, bool shared, fault_sink& faults) : to_{to}, shared_{shared}, faults_{faults} {
        for (const auto& each : finding_kinds()) ids_.emplace_back(each.id);
    }

    void read(const yaml_node& of, std::uint32_t first, std::uint32_t last) {
        if (!of.is_map()) return;
        for (const auto& entry : of.at("ignore").entries) {
            if (std::find(ids_.begin(), ids_.end(), entry.key) == ids_.end())
                faults_.add(entry.mark, plain::unknown_name, no_such("finding", entry.key, ids_));
            else to_.push_back({{entry.key, entry.mark}, text_of(entry.value), first, last, shared_});
        }
    }
    void read_named(const yaml_node& section) {
        for (const auto& entry : section.entries) read(entry.value, entry.mark, entry.value.last_mark);
    }

private:
    std::vector<ignored_finding>& to_;
    bool shared_;
    fault_sink& faults_;
    std::vector<std::string> ids_;
};

}  // namespace

void read_ignored(const yaml_node& document, bool is_outermost, std::vector<ignored_finding>& to, fault_sink& faults) {
    faults.about("ignore", document.mark);
    ignored_reader reader{to, !is_outermost, faults};
    if (is_outermost) reader.read(document, 0, std::numeric_limits<std::uint32_t>::max());
    else reader.read(document, document.mark, document.last_mark);
    for (const auto section : sections_with_ignore) reader.read_named(document.at(section));
    for (const auto& machine : document.at("machines").entries) {
        reader.read_named(machine.value.at("states"));
        reader.read_named(machine.value.at("events"));
        for (const auto* row : items_of(machine.value.at("rows"))) reader.read(*row, row->mark, row->last_mark);
    }
}

}  // namespace caseclock::detail
