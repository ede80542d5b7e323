// SPDX-License-Identifier: Apache-2.0
#include "yaml/name_uses.hpp"

#include "lint/findings.hpp"

#include <array>
#include <map>
#include <set>

namespace caseclock::detail {
namespace {

constexpr std::array<std::string_view, 7> prose{"note", "title", "text", "zh-CN", "rule", "mark", "ignore"};

bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Texts and keys, each with how often it stands there.
class text_uses {
public:
    void add(const yaml_node& node) {
        if (node.is_text()) ++count_[node.text];
        for (const auto& item : node.items) add(item);
        for (const auto& entry : node.entries) {
            ++count_[entry.key];
            if (std::find(prose.begin(), prose.end(), entry.key) == prose.end()) add(entry.value);
        }
    }
    /// A name that a machine's code uses.
    void add(const std::string& name) { ++count_[name]; }
    /// Whether it stands somewhere beside the one key that defines it.
    [[nodiscard]] bool mentions(std::string_view name) const {
        for (const auto& [text, count] : count_) {
            if (text == name ? count > 1 : has_word(text, name)) return true;
        }
        return false;
    }

private:
    static bool has_word(std::string_view text, std::string_view name) {
        for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
            auto end = at + name.size();
            if (end < text.size() && text[end] == 's') ++end;
            if ((at == 0 || !is_of_word(text[at - 1])) && (end == text.size() || !is_of_word(text[end]))) return true;
        }
        return false;
    }
    std::map<std::string, unsigned, std::less<>> count_;
};

template <class List> void find_unused(const text_uses& uses, const List& list, const std::string& kind, finding_list& found) {
    for (const auto& each : list) {
        found.about(kind + ' ' + each.name);
        if (!uses.mentions(each.name)) found.add("unused-name", each.mark, "nothing in the rulebook uses it", "use it, or delete it");
    }
}

}  // namespace

std::vector<description_finding> unused_names(const std::list<yaml_node>& documents, const rulebook_draft& d) {
    const auto& from = d.from;
    text_uses uses;
    for (const auto& document : documents) uses.add(document);
    for (const auto& plan : d.data.machines)
        for (const auto& role : plan.machine.roles()) uses.add(role);
    finding_list found;
    find_unused(uses, from.words, "word", found);
    find_unused(uses, from.options, "option", found);
    if (from.case_calendar.empty()) find_unused(uses, from.calendars, "calendar", found);  // a case may name any
    find_unused(uses, from.roles, "role", found);
    find_unused(uses, from.rosters, "roster", found);
    find_unused(uses, from.ladders, "ladder", found);
    find_unused(uses, from.conditions, "condition", found);
    return std::move(found.all());
}

}  // namespace caseclock::detail
