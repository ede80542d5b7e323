// SPDX-License-Identifier: Apache-2.0
#include "caseclock/rulebook/due_phrase.hpp"
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using kind = due_phrase::kind;

TEST(due_phrase, is_taken_apart) {
    const std::pair<const char*, due_phrase> table[] = {
        {"none", {}},
        {"within 5m", {kind::within, "5m", {}, {}}},
        {"  within   2 working days ", {kind::within, "2 working days", {}, {}}},
        {"within as soon as possible", {kind::within, "as soon as possible", {}, {}}},
        {"within $limit", {kind::within, "$limit", {}, {}}},
        {"within 2 working days per 10 units", {kind::within_per, "2 working days", {}, "units", 10}},
        {"within a letter per post", {kind::within, "a letter per post", {}, {}}},
        {"by agreed_at", {kind::by, {}, {}, "agreed_at"}},
        {"1h 30m before agreed_at", {kind::before, "1h 30m", {}, "agreed_at"}},
        {"between 24h and 72h", {kind::between, "24h", "72h", {}}},
        {"by close of office", {kind::close_of, {}, {}, "office"}},
        {"by close of 2 working days", {kind::close_of_working_day, "2 working days", {}, {}}},
        {"by end of the day", {kind::end_of_day, "0 days", {}, {}}},
        {"by end of the next day", {kind::end_of_day, "1 day", {}, {}}},
        {"by end of the day of agreed_at", {kind::end_of_attribute_day, {}, {}, "agreed_at"}},
        {"on the day before agreed_at", {kind::day_before, {}, {}, "agreed_at"}},
        {"$choice", {kind::option, {}, {}, "choice"}},
    };
    for (const auto& [text, parts] : table) EXPECT_EQ(parse_due_phrase(text), parts) << text;
}

TEST(due_phrase, says_what_is_allowed) {
    const std::pair<const char*, const char*> table[] = {
        {"", "due \"\": it is empty (allowed: none, within DURATION,"},
        {"withn 5m", "due \"withn 5m\": no target begins with \"withn\"; did you mean \"within\"? (allowed:"},
        {"5m", "due \"5m\": a duration alone says nothing; did you mean \"within 5m\"? (allowed:"},
        {"within", "due \"within\": no target begins with \"within\""},
        {"within 1h per 0 units", "a batch has from 1 to 100000000 things"},
        {"within 1h per 10", "after \"per\" stands a number of things: per 10 units"},
        {"within 1h per 10 small units", "\"small units\" is not the name of an attribute"},
        {"between 1h", "a window reads \"between DURATION and DURATION\""},
        {"by", "no target begins with \"by\""},
        {"by close of two words", "\"two words\" is not the name of a calendar"},
        {"by end of the week", "after \"by end of\" stands \"the day\", \"the next day\" or \"the day of ATTRIBUTE\""},
        {"by agreed at", "\"agreed at\" is not the name of an attribute"},
        {"$", "it names no option"},
    };
    for (const auto& [text, message] : table) {
        try {
            static_cast<void>(parse_due_phrase(text));
            ADD_FAILURE() << text;
        } catch (const text_error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr(message)) << text;
        }
    }
}

}  // namespace
}  // namespace caseclock::rulebook_test
