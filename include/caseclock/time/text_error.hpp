// SPDX-License-Identifier: Apache-2.0
//
// The error of every text reader of this library: what was read, what is wrong with it, what is allowed.
//
//   duration "90": a bare number has no unit (write 90s, 90m, 90h, 90 business hours, 90 days ...)
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace caseclock {

/// A text from outside does not say what it should. what() is one line: subject, text in quotes, reason, what is allowed.
class text_error : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

namespace detail {

/// The beginning of a UTF-8 text, at most so many bytes; no character is cut in two.
[[nodiscard]] constexpr std::string_view beginning_of(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return text.substr(0, most);
}

/// 'zone "Shanghai": no such zone'. A text too long to quote is cut.
[[nodiscard]] inline std::string text_message(std::string_view subject, std::string_view text, std::string_view reason) {
    constexpr std::size_t longest_quote = 80;
    std::string message{subject};
    message += " \"";
    message += beginning_of(text, longest_quote);
    message += text.size() > longest_quote ? "...\": " : "\": ";
    message += reason;
    return message;
}

[[noreturn]] inline void refuse_text(std::string_view subject, std::string_view text, std::string_view reason) {
    throw text_error{text_message(subject, text, reason)};
}

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace detail
}  // namespace caseclock
