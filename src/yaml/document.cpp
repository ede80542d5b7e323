// SPDX-License-Identifier: Apache-2.0
#include "yaml/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace caseclock::detail {

namespace plain {
constexpr std::string_view syntax = "it is not valid YAML";
constexpr std::string_view refused = "YAML that a rulebook may not use";
}  // namespace plain

const yaml_entry* yaml_node::entry(std::string_view key) const noexcept {
    for (const auto& each : entries)
        if (each.key == key) return &each;
    return nullptr;
}

const yaml_node& yaml_node::at(std::string_view key) const noexcept {
    static const yaml_node none;
    const auto* const found = entry(key);
    return found != nullptr ? found->value : none;
}

namespace {

constexpr std::size_t deepest = 32;

/// The text cannot be read on; its fault is told.
struct unreadable {};

/// Lines of the text, for columns in characters.
class line_index {
public:
    explicit line_index(std::string_view text) : text_{text} {
        for (std::size_t at = 0; at != std::string_view::npos && at <= text.size();) {
            starts_.push_back(at);
            const auto end = text.find('\n', at);
            at = end == std::string_view::npos ? end : end + 1;
        }
    }
    /// Line and column of a byte, both from 0, in characters and from 1.
    [[nodiscard]] place at(std::uint32_t file, std::size_t line, std::size_t byte) const {
        line = std::min(line, starts_.size() - 1);
        byte = std::min(byte, text_.size() - starts_[line]);
        if (line != last_line_ || byte < last_byte_) last_byte_ = last_characters_ = 0;
        last_line_ = line;
        for (; last_byte_ < byte; ++last_byte_)
            last_characters_ += (static_cast<unsigned char>(text_[starts_[line] + last_byte_]) & 0xc0U) != 0x80U;
        return {file, static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(last_characters_ + 1)};
    }
    [[nodiscard]] place at_byte(std::uint32_t file, std::size_t byte) const {
        const auto line = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), byte) - starts_.begin()) - 1;
        return at(file, line, byte - starts_[line]);
    }

private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
    mutable std::size_t last_line_ = 0, last_byte_ = 0,
                        last_characters_ = 0;  // places are asked for in order: a long line is gone through once
};

/// Length of the UTF-8 character at the front; 0 when there is none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xc0U) != 0x80U) return 0;
    const bool too_long = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
    const bool surrogate = first == 0xed && byte(1) > 0x9f;
    const bool too_large = first == 0xf4 && byte(1) > 0x8f;
    return too_long || surrogate || too_large ? 0 : length;
}

class document_builder final : public YAML::EventHandler {
public:
    document_builder(std::uint32_t file, const line_index& lines, place_table& places, fault_sink& faults)
        : file_{file}, lines_{lines}, places_{places}, faults_{faults} {}

    std::optional<yaml_node> root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { leaf(mark, anchor, "", yaml_node::kind::nothing, {}); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark_of(mark), "an alias is not allowed: write the value again");
        add(node(mark, yaml_node::kind::nothing));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        leaf(mark, anchor, tag, yaml_node::kind::text, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(mark, anchor, tag, yaml_node::kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        open(mark, anchor, tag, yaml_node::kind::map);
    }
    void OnMapEnd() override { close(); }

private:
    struct level {
        yaml_node made;
        std::optional<yaml_node> key{};
        std::set<std::string, std::less<>> keys{};
    };

    std::uint32_t mark_of(const YAML::Mark& mark) {
        return places_.add(
            lines_.at(file_, static_cast<std::size_t>(std::max(mark.line, 0)), static_cast<std::size_t>(std::max(mark.column, 0))));
    }
    yaml_node node(const YAML::Mark& mark, yaml_node::kind is) {
        yaml_node made;
        made.is = is;
        made.mark = made.last_mark = mark_of(mark);
        return made;
    }
    void refuse(std::uint32_t mark, std::string what) { faults_.add(mark, plain::refused, std::move(what)); }
    void check(std::uint32_t mark, YAML::anchor_t anchor, const std::string& tag) {
        if (anchor != YAML::NullAnchor) refuse(mark, "an anchor is not allowed: no value is used twice");
        if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "a tag is not allowed: every scalar is text");
    }
    void leaf(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag, yaml_node::kind is, std::string text) {
        auto made = node(mark, is);
        made.text = std::move(text);
        check(made.mark, anchor, tag);
        add(std::move(made));
    }
    void open(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag, yaml_node::kind is) {
        auto made = node(mark, is);
        check(made.mark, anchor, tag);
        if (levels_.size() == deepest) {
            refuse(made.mark, "lists and mappings are nested more than " + std::to_string(deepest) + " deep");
            throw unreadable{};
        }
        levels_.push_back({std::move(made)});
    }
    void close() {
        auto made = std::move(levels_.back().made);
        made.last_mark = places_.last();
        levels_.pop_back();
        add(std::move(made));
    }
    void add(yaml_node made) {
        if (levels_.empty()) {
            root_ = std::move(made);
            return;
        }
        auto& top = levels_.back();
        if (top.made.is_list()) {
            top.made.items.push_back(std::move(made));
        } else if (!top.key) {
            top.key = std::move(made);
        } else {
            add_entry(top, std::move(made));
        }
    }
    void add_entry(level& top, yaml_node value) {
        auto key = std::move(*top.key);
        top.key.reset();
        if (!key.is_text()) return refuse(key.mark, "a key is a text (the words null and ~ are written in quotes)");
        if (key.text == "<<") return refuse(key.mark, "a merge key is not allowed: write the entries again");
        if (!top.keys.insert(key.text).second) return refuse(key.mark, "the key " + quoted(key.text) + " stands twice in one mapping");
        top.made.entries.push_back({std::move(key.text), key.mark, std::move(value)});
    }

    std::uint32_t file_;
    const line_index& lines_;
    place_table& places_;
    fault_sink& faults_;
    std::vector<level> levels_;
    std::optional<yaml_node> root_;
};

/// Refuses bytes that are no text; yaml-cpp would end the file at the byte 4.
bool check_bytes(std::string_view text, std::uint32_t file, const line_index& lines, place_table& places, fault_sink& faults) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = character_length(text.substr(at));
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
        if (length == 0 || control || byte == 0x7f) {
            faults.add(places.add(lines.at_byte(file, at)), plain::syntax,
                       length == 0 ? "the bytes here are no UTF-8 text" : "a control character is not allowed");
            return false;
        }
        at += length;
    }
    return true;
}

}  // namespace

std::optional<yaml_node> read_yaml(std::string_view text, std::uint32_t file, place_table& places, fault_sink& faults) {
    const auto whole = places.add({file, 0, 0});
    if (text.size() > largest_text) {
        faults.add(whole, plain::refused, "the text is longer than 1 MiB");
        return std::nullopt;
    }
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    const line_index lines{text};
    if (!check_bytes(text, file, lines, places, faults)) return std::nullopt;
    document_builder builder{file, lines, places, faults};
    try {
        std::istringstream in{std::string{text}};
        YAML::Parser parser{in};
        if (!parser.HandleNextDocument(builder)) {
            faults.add(whole, plain::syntax, "there is nothing in it");
            return std::nullopt;
        }
        auto root = builder.root();
        class second_document final : public YAML::EventHandler {
        public:
            std::optional<YAML::Mark> begin;
            void OnDocumentStart(const YAML::Mark& mark) override { begin = mark; }
            void OnDocumentEnd() override {}
            void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
            void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
            void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
            void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
                throw unreadable{};
            }
            void OnSequenceEnd() override {}
            void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
                throw unreadable{};
            }
            void OnMapEnd() override {}
        } second;
        bool more = false;
        try {
            more = parser.HandleNextDocument(second);
        } catch (const unreadable&) {
            more = true;
        }
        if (more && second.begin) {
            const auto& at = *second.begin;
            faults.add(places.add(lines.at(file, static_cast<std::size_t>(at.line), static_cast<std::size_t>(at.column))), plain::refused,
                       "a second document is not allowed: a file holds one rulebook");
        }
        return root;
    } catch (const YAML::Exception& error) {
        const auto mark =
            error.mark.is_null()
                ? whole
                : places.add(lines.at(file, static_cast<std::size_t>(error.mark.line), static_cast<std::size_t>(error.mark.column)));
        faults.add(mark, plain::syntax, "it is not valid YAML: " + error.msg);
    } catch (const unreadable&) {  // told where it was found
    }
    return std::nullopt;
}

}  // namespace caseclock::detail
