// SPDX-License-Identifier: Apache-2.0
#include "rulebook/lengths.hpp"

#include "caseclock/time/iso8601.hpp"

namespace caseclock::detail {
namespace {

constexpr std::int64_t most_things = 4'294'967'294;  // what a count attribute holds

struct number_and_word {
    std::int64_t number = 0;
    std::string_view word;
};

/// "3 rings"; empty when no number leads.
std::optional<number_and_word> split_number(std::string_view text) {
    std::size_t digits = 0;
    number_and_word found;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        found.number = found.number * 10 + (text[digits] - '0');
        if (found.number > most_things) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    while (digits < text.size() && text[digits] == ' ') ++digits;
    found.word = text.substr(digits);
    return found;
}

const length_info* word_named(const rulebook_draft& d, std::string_view name) {
    for (const auto& each : d.data.words)
        if (each.name == name) return &each;
    return nullptr;
}

std::optional<found_length> number_of_words(const rulebook_draft& d, std::string_view text) {
    const auto split = split_number(text);
    if (!split || split->word.empty()) return std::nullopt;
    const auto* word = word_named(d, split->word);
    if (word == nullptr && split->word.back() == 's') word = word_named(d, split->word.substr(0, split->word.size() - 1));
    if (word == nullptr) return std::nullopt;
    auto value = word->means;
    if (split->number > (horizon - first_instant).count() / value.amount)
        refuse_text("duration", text, "it is longer than the time from 1970 to 2200");
    value.amount *= split->number;
    return found_length{false, value, std::string{text}};
}

std::optional<found_length> length_of_option(const rulebook_draft& d, std::string_view text) {
    const auto name = text.substr(1);
    const auto* const option = d.option_named(name);
    if (option == nullptr) throw text_error{no_such("option", name, names_of(d.from.options))};
    if (option->is == option_description::kind::count) refuse_text("option", name, "it is a number of things, not a length");
    if (option->value.text.substr(0, 1) == "$") refuse_text("option", name, "its value is an option again");
    auto found = find_length(d, option->value.text);
    if (!found) refuse_text("option", name, "its value " + quoted(option->value.text) + " is no length");
    return found;
}

}  // namespace

std::int64_t parse_count(std::string_view text) {
    const auto split = split_number(text);
    if (!split) refuse_text("number", text, "a number of things is written with its word: 10 units (at most 4294967294)");
    if (split->word.empty())
        refuse_text("number", text, "a bare number has no word; write " + std::string{text} + " units, or what they are");
    if (!((split->word[0] >= 'a' && split->word[0] <= 'z') || (split->word[0] >= 'A' && split->word[0] <= 'Z') ||
          (split->word[0] & 0x80) != 0))
        refuse_text("number", text, "after the number stands a word: 10 units");
    return split->number;
}

std::int64_t parse_number(attribute_kind kind, attribute_unit unit, std::string_view text) {
    constexpr std::int64_t day_ms = 86'400'000;
    constexpr duration_unit wanted[] = {duration_unit::real, duration_unit::business, duration_unit::working_days};
    if (kind == attribute_kind::count) return parse_count(text);
    if (kind == attribute_kind::instant) return parse_instant(text).time_since_epoch().count();
    const auto read = parse_duration(text);
    if (read.unit != wanted[static_cast<std::size_t>(unit)])
        refuse_text("duration", text, "here stands one counted in " + std::string{to_string(unit)} + " time");
    return read.timed() ? read.amount : read.amount * day_ms;
}

std::optional<found_length> find_length(const rulebook_draft& d, std::string_view text) {
    if (text == "none") return found_length{true, {}, "none"};
    if (!text.empty() && text.front() == '$') return length_of_option(d, text);
    if (const auto* const word = word_named(d, text)) return found_length{false, word->means, std::string{text}};
    if (text.empty() || !(is_digit(text.front()) || text.front() == '-')) return std::nullopt;
    if (auto found = number_of_words(d, text)) return found;
    return found_length{false, parse_duration(text), std::string{text}};
}

}  // namespace caseclock::detail
