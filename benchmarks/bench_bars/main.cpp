// SPDX-License-Identifier: Apache-2.0
//
// Prints every bar beside its limit; a miss is marked MISS.
//
//   bench_bars [--only 1,7] [--quick] [--rounds 5]
#include "bars.hpp"

#include <cstring>
#include <optional>
#include <set>
#include <stdexcept>

namespace {

struct options {
    bench::settings how;
    std::set<int> only;
};

[[nodiscard]] std::string known_bars() {
    std::string out;
    for (const auto& b : bench::bars) out += (out.empty() ? "" : ", ") + std::to_string(b.number);
    return out;
}

[[nodiscard]] int number(const std::string& option, const std::string& text, int least) {
    std::size_t end = 0;
    int value = least - 1;
    try {
        value = std::stoi(text, &end);
    } catch (const std::logic_error&) {
        end = 0;
    }
    if (end == 0 || end != text.size() || value < least)
        throw std::invalid_argument(option + " " + text + ": not a number (allowed: whole numbers from " + std::to_string(least) + ")");
    return value;
}

[[nodiscard]] options parse(int count, char** arguments) {
    options out;
    for (int i = 1; i < count; ++i) {
        const std::string option = arguments[i];
        const auto value = [&]() -> std::string {
            if (i + 1 == count) throw std::invalid_argument(option + ": needs a value");
            return arguments[++i];
        };
        if (option == "--quick") {
            out.how.quick = true;
        } else if (option == "--rounds") {
            out.how.rounds = number(option, value(), 1);
        } else if (option == "--only") {
            std::string list = value() + ',';
            for (std::size_t comma = 0; (comma = list.find(',')) != std::string::npos; list.erase(0, comma + 1)) {
                const int wanted = number(option, list.substr(0, comma), 1);
                if (std::none_of(std::begin(bench::bars), std::end(bench::bars), [&](const auto& b) { return b.number == wanted; }))
                    throw std::invalid_argument("--only " + std::to_string(wanted) + ": no such bar (allowed: " + known_bars() + ")");
                out.only.insert(wanted);
            }
        } else {
            throw std::invalid_argument(option + ": no such option (allowed: --only NUMBERS, --quick, --rounds NUMBER)");
        }
    }
    return out;
}

void print(const bench::reading& r) {
    const bool at_most = r.is == bench::reading::bound::at_most;
    std::printf("     %-44s %10.2f %-6s %s %-8g %-4s  %s\n", r.what.c_str(), r.value, r.unit, at_most ? "<=" : ">=", r.limit, r.missed() ? "MISS" : "ok",
                r.detail.c_str());
    std::fflush(stdout);
}

void run(const options& chosen) {
    unsigned missed = 0;
    if (chosen.how.quick) std::puts("quick: a twentieth of the cases; the figures mean little");
    for (const auto& b : bench::bars) {
        if (!chosen.only.empty() && !chosen.only.contains(b.number)) continue;
        std::printf("%3d  %s\n", b.number, b.name);
        std::fflush(stdout);
        for (const auto& r : b.measure(chosen.how)) {
            print(r);
            missed += r.missed();
        }
    }
    std::printf("%u missed\n", missed);
}

}  // namespace

int main(int count, char** arguments) {
    try {
        run(parse(count, arguments));
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_bars: %s\n", e.what());
        return 2;
    }
    return 0;
}
