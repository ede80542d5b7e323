// SPDX-License-Identifier: Apache-2.0
//
// The main job in C++: a log of events goes in, verdicts come out.
//
//   example_replay_events [EVENTS.csv [RULEBOOK]]     RULEBOOK: a file, or the name of a built-in one (hotline)
//
//   case,at,machine,event,values...
//   41,2026-03-02T01:00:00.000Z,ticket,record,type=business,priority=urgent
//   41,2026-03-02T01:03:00.000Z,ticket,reply,agent_identified=yes
//
// `caseclock replay LOG --map MAP --rulebook RULES --events EVENTS.csv` writes such a file from any log that a map describes.
#include <caseclock/desk/desk.hpp>
#include <caseclock/desk/event_maker.hpp>
#include <caseclock/rulebook/load.hpp>

#include <fstream>
#include <iostream>
#include <map>

namespace {

using namespace caseclock;

/// The cells of one line; a cell in quotes may hold commas, and quotes doubled.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
        else if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) cells.emplace_back();
        else if (c != '\r') cells.back() += c;
    }
    return cells;
}

std::uint64_t number_of(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) throw text_error{"case \"" + text + "\": it is no number"};
    return number;
}

/// One line into one event.
void add(event_maker& make, const std::string& line) {
    const auto cells = cells_of(line);
    if (cells.size() < 4) throw text_error{"line \"" + line + "\": a case, an instant, a machine and an event are needed"};
    std::vector<event_maker::named_value> values;
    for (std::size_t i = 4; i < cells.size(); ++i) {
        const auto equals = cells[i].find('=');
        if (equals == std::string::npos) throw text_error{"value \"" + cells[i] + "\": it is written NAME=TEXT"};
        const std::string_view cell{cells[i]};
        values.emplace_back(cell.substr(0, equals), cell.substr(equals + 1));
    }
    make.add(number_of(cells[0]), parse_instant(cells[1]), cells[2], cells[3], values);
}

rulebook rulebook_called(const std::string& name) {
    const auto built_in = builtin_rulebook_names();
    return std::find(built_in.begin(), built_in.end(), name) != built_in.end() ? builtin_rulebook(name) : load_rulebook(name);
}

void replay(const std::string& file, const rulebook& book) {
    std::ifstream in{file};
    if (!in) throw std::runtime_error{file + ": cannot be read"};
    event_maker make{book};
    std::string line;
    std::getline(in, line);  // the header
    for (std::size_t number = 2; std::getline(in, line); ++number) try {
            add(make, line);
        } catch (const text_error& e) {
            throw std::runtime_error{file + ":" + std::to_string(number) + ": " + e.what()};
        }

    desk replayed{book};
    answers said;
    replayed.apply(make.events(), make.values(), said);
    if (const auto now = replayed.now()) replayed.advance(*now, said);

    std::map<std::string, std::size_t> receipts;
    for (const auto& r : said.receipts) ++receipts[std::string{to_string(r.kind)}];
    std::map<std::string, std::map<std::string, std::size_t>> verdicts;
    for (const auto& v : said.verdicts) ++verdicts[book.policies()[v.policy].name][std::string{to_string(v.kind)}];
    std::cout << make.events().size() << " events of " << replayed.size() << " cases under " << book.name() << '\n';
    for (const auto& [kind, count] : receipts) std::cout << "  " << kind << ' ' << count << '\n';
    for (const auto& [policy, kinds] : verdicts) {
        std::cout << policy << ':';
        for (const auto& [kind, count] : kinds) std::cout << ' ' << kind << ' ' << count;
        std::cout << '\n';
    }
}

}  // namespace

int main(int count, char** arguments) {
    try {
        replay(count > 1 ? arguments[1] : "examples/logs/day.events.csv", rulebook_called(count > 2 ? arguments[2] : "hotline"));
    } catch (const std::exception& e) {
        std::cerr << "replay_events: " << e.what() << '\n';
        return 1;
    }
    return 0;
}
