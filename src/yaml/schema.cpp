// SPDX-License-Identifier: Apache-2.0
//
// The JSON Schema of the language, from the same shapes against which documents are checked. YAML readers of editors make numbers and
// truth values of some texts, so wherever a text stands these may stand too.
#include "caseclock/rulebook/load.hpp"
#include "yaml/language.hpp"

#include <map>
#include <vector>

namespace caseclock {

namespace detail {
namespace {

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

template <class List, class Text> std::string joined(const List& list, Text text, std::string_view between = ", ") {
    std::string out;
    for (const auto& each : list) out += (out.empty() ? "" : std::string{between}) + text(each);
    return out;
}

/// JSON laid out for readers: what fits stands on one line, the rest one element a line. `json` has no line ends.
class json_layout {
public:
    explicit json_layout(std::string_view json) : json_{json} {}
    std::string text() {
        value(0, 0);
        return std::move(out_) + '\n';
    }

private:
    static constexpr std::size_t widest = 140;

    /// Where the value that begins at `at` ends.
    [[nodiscard]] std::size_t end_of(std::size_t at) const {
        std::size_t depth = 0;
        for (bool in_text = false;; ++at) {
            const char c = json_[at];
            if (in_text && c == '\\') ++at;
            else if (c == '"') in_text = !in_text;
            else if (!in_text && (c == '{' || c == '[')) ++depth;
            else if (!in_text && (c == '}' || c == ']')) --depth;
            if (!in_text && depth == 0 &&
                (at + 1 == json_.size() || c == '"' || c == '}' || c == ']' || json_[at + 1] == ',' || json_[at + 1] == '}'))
                return at + 1;
        }
    }
    /// Writes the value at at_; `used` characters stand before it on its line.
    void value(std::size_t indent, std::size_t used) {
        const auto end = end_of(at_);
        const char open = json_[at_];
        if ((open != '{' && open != '[') || used + (end - at_) <= widest) {
            out_ += json_.substr(at_, end - at_);
            at_ = end;
            return;
        }
        out_ += open;
        for (++at_; at_ < end - 1;) {
            out_ += '\n' + std::string(indent + 2, ' ');
            auto column = indent + 2;
            if (open == '{') {
                const auto key = end_of(at_);
                out_ += std::string{json_.substr(at_, key - at_)} + ": ";
                column += key - at_ + 2;
                at_ = key + 2;
            }
            value(indent + 2, column);
            if (at_ < end - 1) {
                out_ += ',';
                at_ += 2;
            }
        }
        out_ += '\n' + std::string(indent, ' ') + json_[at_++];
    }

    std::string_view json_;
    std::size_t at_ = 0;
    std::string out_;
};

class schema_writer {
public:
    std::string write(const shape& whole) {
        std::string definitions;
        const auto root = reference(whole);
        while (!pending_.empty()) {
            const auto* const next = pending_.back();
            pending_.pop_back();
            written_[key_of(*next)] = definition(*next);
        }
        for (const auto& [key, text] : written_) definitions += (definitions.empty() ? "" : ", ") + json_text(key) + ": " + text;
        const auto json = R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A caseclock rulebook", )" +
                          root.substr(1, root.size() - 2) + R"(, "$defs": {)" + definitions + "}}";
        return json_layout{json}.text();
    }

private:
    static std::string key_of(const shape& of) {
        std::string key;
        for (const char c : of.name) key += c == ' ' ? '_' : c;
        return key;
    }
    /// {"$ref": "#/$defs/a_text"}
    std::string reference(const shape& to) {
        if (seen_.emplace(key_of(to), &to).second) pending_.push_back(&to);
        return "{\"$ref\": " + json_text("#/$defs/" + key_of(to)) + "}";
    }
    std::string definition(const shape& of) {
        std::vector<std::string> ways;
        if (of.text) ways.push_back(text(of));
        if (of.item != nullptr) ways.push_back("{\"type\": \"array\", \"items\": " + reference(*of.item) + "}");
        for (const auto& record : of.records) ways.push_back(mapping(record));
        if (of.values != nullptr) ways.push_back("{\"type\": \"object\", \"additionalProperties\": " + reference(*of.values) + "}");
        return ways.size() == 1 ? ways[0] : "{\"anyOf\": [" + joined(ways, [](const std::string& way) { return way; }) + "]}";
    }
    static std::string text(const shape& of) {
        if (!of.words.empty()) return "{\"enum\": [" + joined(of.words, json_text) + truths(of.words) + "]}";
        if (!of.pattern.empty()) return "{\"type\": \"string\", \"pattern\": " + json_text(of.pattern) + "}";
        return R"({"type": ["string", "number", "boolean"]})";
    }
    /// Some YAML readers make truth values of these words.
    static std::string truths(std::span<const std::string_view> words) {
        std::string out;
        for (const auto word : words) {
            if (word == "yes") out += ", true";
            if (word == "no" || word == "off") out += ", false";
        }
        return out;
    }
    std::string mapping(const record_shape& record) {
        std::string out = "{\"type\": \"object\", \"properties\": {";
        out += joined(record.keys, [this](const key_shape& key) {
            return json_text(key.name) + ": {\"description\": " + json_text(key.about) + ", " + reference(*key.is).substr(1);
        });
        out += "}";
        std::vector<std::string_view> required;
        for (const auto& key : record.keys)
            if (key.required) required.push_back(key.name);
        if (!required.empty()) out += ", \"required\": [" + joined(required, json_text) + "]";
        if (!record.one_of.empty())
            out += ", \"oneOf\": [" +
                   joined(record.one_of, [](std::string_view name) { return "{\"required\": [" + json_text(name) + "]}"; }) + "]";
        return out + ", \"additionalProperties\": " + (record.others != nullptr ? reference(*record.others) : "false") + "}";
    }

    std::map<std::string, const shape*, std::less<>> seen_;
    std::vector<const shape*> pending_;
    std::map<std::string, std::string, std::less<>> written_;
};

}  // namespace
}  // namespace detail

std::string rulebook_schema() { return detail::schema_writer{}.write(detail::rulebook_shape()); }

}  // namespace caseclock
