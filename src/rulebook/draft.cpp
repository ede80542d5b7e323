// SPDX-License-Identifier: Apache-2.0
#include "rulebook/draft.hpp"

namespace caseclock::detail {

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        if (text.size() > 160) return text + ", ...";
        text += (text.empty() ? "" : ", ") + name;
    }
    return text.empty() ? "none" : text;
}

std::string quoted(std::string_view text) {
    constexpr std::size_t longest = 80;
    if (text.size() <= longest) return '"' + std::string{text} + '"';
    auto cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80U) --cut;  // between characters
    return '"' + std::string{text.substr(0, cut)} + "...\"";
}

std::string no_such(std::string_view kind, std::string_view name, const std::vector<std::string>& allowed) {
    return "there is no " + std::string{kind} + ' ' + quoted(name) + did_you_mean(name, allowed) + " (allowed: " + listed(allowed) + ')';
}

std::uint32_t rulebook_draft::code_of(std::string_view text) {
    if (const auto found = data.codes.find(text); found != data.codes.end()) return found->second;
    const auto code = static_cast<std::uint32_t>(data.texts.size());
    data.texts.emplace_back(text);
    data.codes.emplace(text, code);
    return code;
}

const named_condition* rulebook_draft::condition_named(std::string_view name) const noexcept {
    for (const auto& each : from.conditions)
        if (each.name == name) return &each;
    return nullptr;
}

const option_description* rulebook_draft::option_named(std::string_view name) const noexcept {
    for (const auto& each : from.options)
        if (each.name == name) return &each;
    return nullptr;
}

std::optional<std::uint8_t> rulebook_draft::find_calendar(std::string_view name) const noexcept {
    for (std::size_t i = first_calendar; i < data.calendars.size(); ++i)
        if (data.calendars[i].name == name) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}

std::optional<std::uint8_t> rulebook_draft::calendar_named(const marked_text& name, fault_sink& to) const {
    if (const auto number = find_calendar(name.text)) return number;
    const bool is_period = std::any_of(from.periods.begin(), from.periods.end(), [&](const auto& each) { return each.name == name.text; });
    to.add(name.mark, plain::unknown_name,
           is_period ? quoted(name.text) + " is a period, and nothing is measured with a period: name a calendar (allowed: " +
                           listed(names_of(calendars())) + ')'
                     : no_such("calendar", name.text, names_of(calendars())));
    return std::nullopt;
}

std::optional<std::uint16_t> rulebook_draft::role_named(const marked_text& name, fault_sink& to) const {
    if (std::any_of(from.roles.begin(), from.roles.end(), [&](const auto& each) { return each.name == name.text; }))
        for (std::size_t i = 0; i < data.roles.size(); ++i)
            if (data.roles[i].name == name.text) return static_cast<std::uint16_t>(i);
    to.add(name.mark, plain::unknown_name, no_such("role", name.text, names_of(from.roles)));
    return std::nullopt;
}

std::vector<std::string> rulebook_draft::machine_names() const {
    std::vector<std::string> names;
    for (const auto& each : machines) names.push_back(each.name());
    return names;
}

std::uint16_t number_of_word(std::vector<word_info>& words, std::string_view name) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i].name == name) return static_cast<std::uint16_t>(i);
    words.push_back({std::string{name}, std::string{name}});
    return static_cast<std::uint16_t>(words.size() - 1);
}

}  // namespace caseclock::detail
