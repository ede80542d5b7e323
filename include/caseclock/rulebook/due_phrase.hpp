// SPDX-License-Identifier: Apache-2.0
//
// The phrase that says when something is due, taken apart. Names are looked up later.
//
//   phrase                                 | kind                  | length, upper        | name
//   none                                   | none                  |                      |
//   within 5m                              | within                | 5m                   |
//   within 3 rings; within $ring_limit     | within                | 3 rings; $ring_limit |
//   within announced                       | within                | announced            |               a word or an attribute
//   within 2 working days per 10 units     | within_per            | 2 working days       | units         `per` 10
//   by agreed_at                           | by                    |                      | agreed_at
//   1h before appointment_at               | before                | 1h                   | appointment_at
//   between 24h and 72h                    | between               | 24h, 72h             |
//   by close of early_shift                | close_of              |                      | early_shift
//   by close of 2 working days             | close_of_working_day  | 2 working days       |
//   by end of the day; the next day        | end_of_day            | 0 days; 1 day        |
//   by end of the day of agreed_at         | end_of_attribute_day  |                      | agreed_at
//   on the day before appointment_at       | day_before            |                      | appointment_at
//   $complaint_callback                    | option                |                      | complaint_callback
#pragma once

#include "caseclock/time/nearest_word.hpp"
#include "caseclock/time/text_error.hpp"

#include <array>
#include <string>
#include <string_view>

namespace caseclock {

/// A due phrase in parts, as text.
struct due_phrase {
    enum class kind : std::uint8_t {
        none,
        within,
        within_per,
        by,
        before,
        between,
        close_of,
        close_of_working_day,
        end_of_day,
        end_of_attribute_day,
        day_before,
        option
    };
    kind is = kind::none;
    std::string length{};  ///< a duration, a number of words, a word, an option `$name` or, of within, an attribute
    std::string upper{};   ///< of between
    std::string name{};    ///< of an attribute, a calendar or an option
    std::uint32_t per = 1; ///< of within_per: how many make a batch
    friend bool operator==(const due_phrase&, const due_phrase&) = default;
};

namespace detail {

inline constexpr std::string_view due_forms =
    "allowed: none, within DURATION, within WORD, within ATTRIBUTE, within DURATION per N ATTRIBUTE, between DURATION and DURATION, by ATTRIBUTE, DURATION before "
    "ATTRIBUTE, "
    "by close of CALENDAR, by close of N working days, by end of the day, by end of the next day, by end of the day of ATTRIBUTE, "
    "on the day before ATTRIBUTE, $OPTION";

class due_phrase_reader {
public:
    explicit due_phrase_reader(std::string_view text) : text_{text}, rest_{trimmed(text)} {}

    due_phrase read() {
        using kind = due_phrase::kind;
        if (rest_.empty()) refuse("it is empty");
        if (rest_ == "none") return {};
        if (rest_.front() == '$') return {kind::option, {}, {}, one_name(rest_.substr(1), "an option")};
        if (take("within ")) return read_within();
        if (take("between ")) return read_between();
        if (take("by close of ")) return read_close();
        if (rest_ == "by end of the day") return {kind::end_of_day, "0 days"};
        if (rest_ == "by end of the next day") return {kind::end_of_day, "1 day"};
        if (take("by end of the day of ")) return {kind::end_of_attribute_day, {}, {}, one_name(rest_, "an attribute")};
        if (take("by end of ")) refuse("after \"by end of\" stands \"the day\", \"the next day\" or \"the day of ATTRIBUTE\"");
        if (take("by ")) return {kind::by, {}, {}, one_name(rest_, "an attribute")};
        if (take("on the day before ")) return {kind::day_before, {}, {}, one_name(rest_, "an attribute")};
        if (const auto at = rest_.find(" before "); at != std::string_view::npos)
            return {kind::before, some(rest_.substr(0, at), "a duration"), {}, one_name(rest_.substr(at + 8), "an attribute")};
        return refuse_beginning();
    }

private:
    static std::string_view trimmed(std::string_view text) {
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
        return text;
    }
    [[noreturn]] void refuse(const std::string& reason) const { refuse_text("due", text_, reason + " (" + std::string{due_forms} + ")"); }
    [[noreturn]] due_phrase refuse_beginning() const {
        constexpr std::array<std::string_view, 6> first{"none", "within", "between", "by", "on", "before"};
        const auto word = rest_.substr(0, rest_.find(' '));
        const bool bare = is_digit(word.front());
        refuse(bare ? "a duration alone says nothing; did you mean \"within " + std::string{rest_} + "\"?"
                    : "no target begins with \"" + std::string{word} + '"' + did_you_mean(word, first));
    }
    /// Takes the words when they come next; blanks after them too.
    bool take(std::string_view words) {
        if (rest_.substr(0, words.size()) != words) return false;
        rest_ = trimmed(rest_.substr(words.size()));
        return true;
    }
    std::string some(std::string_view part, std::string_view what) const {
        part = trimmed(part);
        if (part.empty()) refuse("it names no " + std::string{what.substr(what.find(' ') + 1)});
        return std::string{part};
    }
    std::string one_name(std::string_view part, std::string_view what) const {
        auto name = some(part, what);
        if (name.find(' ') != std::string::npos) refuse('"' + name + "\" is not the name of " + std::string{what});
        return name;
    }
    /// "per" belongs to a word unless a number follows it.
    due_phrase read_within() const {
        const auto at = rest_.rfind(" per ");
        auto batch = at == std::string_view::npos ? std::string_view{} : trimmed(rest_.substr(at + 5));
        if (batch.empty() || !is_digit(batch.front())) return {due_phrase::kind::within, some(rest_, "a duration")};
        std::uint32_t number = 0;
        for (; !batch.empty() && is_digit(batch.front()) && number <= most_in_a_batch; batch.remove_prefix(1))
            number = number * 10 + static_cast<std::uint32_t>(batch.front() - '0');
        if (number == 0 || number > most_in_a_batch) refuse("a batch has from 1 to 100000000 things");
        if (batch.empty() || batch.front() != ' ') refuse("after \"per\" stands a number of things: per 10 units");
        return {due_phrase::kind::within_per, some(rest_.substr(0, at), "a duration"), {}, one_name(batch, "an attribute"), number};
    }
    due_phrase read_between() const {
        const auto at = rest_.find(" and ");
        if (at == std::string_view::npos) refuse("a window reads \"between DURATION and DURATION\"");
        return {due_phrase::kind::between, some(rest_.substr(0, at), "a duration"), some(rest_.substr(at + 5), "a duration"), {}};
    }
    due_phrase read_close() const {
        if (!rest_.empty() && is_digit(rest_.front())) return {due_phrase::kind::close_of_working_day, std::string{rest_}};
        return {due_phrase::kind::close_of, {}, {}, one_name(rest_, "a calendar")};
    }

    static constexpr std::uint32_t most_in_a_batch = 100'000'000;

    std::string_view text_, rest_;
};

}  // namespace detail

/// Takes a due phrase apart. Throws text_error, which lists what is allowed.
[[nodiscard]] inline due_phrase parse_due_phrase(std::string_view text) { return detail::due_phrase_reader{text}.read(); }

}  // namespace caseclock
