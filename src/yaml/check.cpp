// SPDX-License-Identifier: Apache-2.0
#include "yaml/check.hpp"

namespace caseclock::detail {

namespace plain {
constexpr std::string_view unknown_key = "a key that is not known";
constexpr std::string_view missing_key = "a key is missing";
constexpr std::string_view wrong_kind = "something of the wrong kind";
}  // namespace plain

const record_shape& record_of(const yaml_node& map, const shape& wanted) noexcept {
    for (const auto& each : wanted.records)
        if (!each.chosen_by.empty() && map.entry(each.chosen_by) != nullptr) return each;
    return wanted.records.back();
}

namespace {

class form_checker {
public:
    explicit form_checker(fault_sink& faults) : faults_{faults} {}

    /// `where` is what the node is the value of, "due" of a policy.
    void check(const yaml_node& node, const shape& wanted, const std::string& where) {
        switch (node.is) {
            case yaml_node::kind::nothing:
                return faults_.add(node.mark, plain::missing_key, where + " has no value; here stands " + described(wanted));
            case yaml_node::kind::text: return check_text(node, wanted, where);
            case yaml_node::kind::list: return check_list(node, wanted, where);
            case yaml_node::kind::map: return check_map(node, wanted, where);
        }
    }

private:
    static std::string described(const shape& wanted) {
        std::string out{wanted.name};
        if (!wanted.example.empty()) out += " (" + std::string{wanted.example} + ')';
        return out;
    }
    void wrong_kind(const yaml_node& node, const shape& wanted, const std::string& where) {
        constexpr std::string_view kinds[] = {"nothing", "a text", "a list", "a mapping"};
        faults_.add(node.mark, plain::wrong_kind,
                    where + " is " + std::string{kinds[static_cast<std::size_t>(node.is)]} + "; here stands " + described(wanted));
    }
    void check_text(const yaml_node& node, const shape& wanted, const std::string& where) {
        if (!wanted.text) return wrong_kind(node, wanted, where);
        if (wanted.words.empty()) {
            if (node.text.empty()) faults_.add(node.mark, plain::wrong_value, where + " is empty; here stands " + described(wanted));
            return;
        }
        if (std::find(wanted.words.begin(), wanted.words.end(), node.text) != wanted.words.end()) return;
        faults_.add(node.mark, plain::wrong_value,
                    where + ": " + quoted(node.text) + " is not allowed" + did_you_mean(node.text, wanted.words) +
                        " (allowed: " + listed({wanted.words.begin(), wanted.words.end()}) + ')');
    }
    void check_list(const yaml_node& node, const shape& wanted, const std::string& where) {
        if (wanted.item == nullptr) return wrong_kind(node, wanted, where);
        for (const auto& item : node.items) check(item, *wanted.item, where);
    }
    void check_map(const yaml_node& node, const shape& wanted, const std::string& where) {
        if (!wanted.records.empty()) return check_record(node, wanted);
        if (wanted.values == nullptr) return wrong_kind(node, wanted, where);
        for (const auto& entry : node.entries) {
            if (entry.key.empty()) faults_.add(entry.mark, plain::missing_key, "a name is empty");
            check(entry.value, *wanted.values, quoted(entry.key));
        }
    }

    void check_record(const yaml_node& node, const shape& wanted) {
        const auto& record = record_of(node, wanted);
        const std::string called{record.called.empty() ? wanted.name : record.called};
        std::vector<std::string> meant;  // keys that an unknown one probably is
        for (const auto& entry : node.entries) {
            const auto* const key = key_named(record, entry.key);
            const auto where = quoted(entry.key) + " of " + called;
            if (key != nullptr) check(entry.value, *key->is, where);
            else if (record.others != nullptr) check(entry.value, *record.others, where);
            else meant.push_back(unknown_key(entry, record, called));
        }
        const auto is_meant = [&](std::string_view name) { return std::find(meant.begin(), meant.end(), name) != meant.end(); };
        for (const auto& key : record.keys)
            if (key.required && node.entry(key.name) == nullptr && !is_meant(key.name))
                faults_.add(node.mark, plain::missing_key, called + " has no " + quoted(key.name) + ": " + std::string{key.about});
        check_one_of(node, record, called, std::any_of(record.one_of.begin(), record.one_of.end(), is_meant));
    }
    static const key_shape* key_named(const record_shape& record, std::string_view name) {
        for (const auto& key : record.keys)
            if (key.name == name) return &key;
        return nullptr;
    }
    std::string unknown_key(const yaml_entry& entry, const record_shape& record, const std::string& called) {
        std::vector<std::string> allowed;
        for (const auto& key : record.keys) allowed.emplace_back(key.name);
        faults_.add(entry.mark, plain::unknown_key,
                    called + " has no key " + quoted(entry.key) + did_you_mean(entry.key, allowed) + " (allowed: " + listed(allowed) + ')');
        return nearest_word(entry.key, allowed);
    }
    void check_one_of(const yaml_node& node, const record_shape& record, const std::string& called, bool one_is_meant) {
        if (record.one_of.empty()) return;
        std::vector<std::string> found;
        for (const auto name : record.one_of)
            if (node.entry(name) != nullptr) found.emplace_back(name);
        if (found.size() == 1 || (found.empty() && one_is_meant)) return;
        faults_.add(node.mark, found.empty() ? plain::missing_key : plain::contradiction,
                    called + " has exactly one of " + listed({record.one_of.begin(), record.one_of.end()}) + "; this one has " +
                        (found.empty() ? "none" : listed(found)));
    }

    fault_sink& faults_;
};

}  // namespace

void check_form(const yaml_node& document, const shape& wanted, fault_sink& faults) {
    form_checker{faults}.check(document, wanted, "the document");
}

}  // namespace caseclock::detail
