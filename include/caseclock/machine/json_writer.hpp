// SPDX-License-Identifier: Apache-2.0
//
// JSON, piece by piece: commas and quotes stand where they belong.
//
//   out.open('{').key("name").text("hold").key("rules").texts(rules).close('}');
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace caseclock::detail {

/// Text inside double quotes, for DOT and JSON.
[[nodiscard]] inline std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
            out += code;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

/// Appends JSON values with the commas where they belong.
class json_writer {
public:
    json_writer& open(char bracket) {
        comma();
        out_ += bracket;
        fresh_ = true;
        return *this;
    }
    json_writer& close(char bracket) {
        out_ += bracket;
        fresh_ = false;
        return *this;
    }
    json_writer& key(std::string_view name) {
        comma();
        out_ += in_quotes(name) + ": ";
        fresh_ = true;
        return *this;
    }
    json_writer& text(std::string_view value) { return raw(in_quotes(value)); }
    json_writer& number(std::uint64_t value) { return raw(std::to_string(value)); }
    json_writer& signed_number(std::int64_t value) { return raw(std::to_string(value)); }
    json_writer& null() { return raw("null"); }
    json_writer& flag(bool value) { return raw(value ? "true" : "false"); }
    template <class List> json_writer& texts(const List& list) {
        open('[');
        for (const auto& x : list) text(x);
        return close(']');
    }
    json_writer& raw(std::string_view value) {
        comma();
        out_ += value;
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void comma() {
        if (!fresh_) out_ += ", ";
        fresh_ = false;
    }
    std::string out_;
    bool fresh_ = true;
};

}  // namespace caseclock::detail
