// SPDX-License-Identifier: Apache-2.0
//
// A small machine with everything a picture must show, as Mermaid, DOT and JSON, letter by letter; and every machine's JSON read back
// by a parser of somebody else.
#include "call_description.hpp"
#include "example_call.hpp"
#include "nasty.hpp"
#include "running.hpp"

#include "caseclock/machine/lower.hpp"
#include "caseclock/machine/render.hpp"

#include <boost/json/src.hpp>
#include <gtest/gtest.h>

namespace shown {
using namespace caseclock;
enum class fact { told, heard };
BOOST_DESCRIBE_ENUM(fact, told, heard)
enum class level { low, high };
BOOST_DESCRIBE_ENUM(level, low, high)
enum class attribute { rank, promised };
BOOST_DESCRIBE_ENUM(attribute, rank, promised)
enum class cue { hello };
BOOST_DESCRIBE_ENUM(cue, hello)
using enum fact;
using enum attribute;
namespace event {
struct opened { level rank; bool told; };                                       BOOST_DESCRIBE_STRUCT(opened, (), (rank, told))
struct closed { using rules = rule<"T-02">; };                                  BOOST_DESCRIBE_STRUCT(closed, (), ())
struct part_done { using origin = child_entered<"part", "done">; };             BOOST_DESCRIBE_STRUCT(part_done, (), ())
}  // namespace event
inline bool busy(step&)       { return false; }
inline void greet(step& now)  { now.cue(cue::hello); }
struct urgent { };
struct fresh : state<enter<greet>, leave<>, flags<urgent>> {};
struct going : state<> { using rules = rule<"S-01">; };
struct over  : final_state<> {};
struct quiet : state<> {};
struct held  : interrupt_state<event::closed> {};
struct machine : workflow<machine> {
    static constexpr std::string_view name = "shown";
    using facts = facts_of<fact, lasts<told, until<event::closed>, until_left<going>, rule<"G-01">>>;
    using attributes = attributes_of<attribute, enumerated<rank, level>, timed<promised, attribute_unit::business>>;
    using cues = shown::cue;
    using rules = rule<"SYS-01">;
    using initial_state = table<fresh, quiet>;
    using transition_table = table<
        Row< fresh, event::opened,    going, does<greet>, all<has<heard>, not_<when<busy>>>                            >,
        Row< fresh, event::opened,    none,  none,        lacks<heard>                                                 >,
        Row< going, event::closed,    over,  none,        all<needs<told, busy, rule<"G-02">{}>, ought_when<told, heard>> >,
        Row< going, none,             going, none,        when<busy>                                                   >,
        Row< quiet, event::part_done, held,  none,        none                                                         >,
        Row< held,  event::closed,    quiet, none,        none                                                         >>;
};
}  // namespace shown

namespace {

using namespace caseclock;

const definition& small() { return define<shown::machine>(); }

TEST(render, mermaid_shows_rows_guards_actions_and_ends) {
    EXPECT_EQ(mermaid(small()), R"text(stateDiagram-v2
    [*] --> fresh
    [*] --> quiet
    fresh --> going : opened [all(has(heard), not(busy))] / greet
    fresh --> fresh : opened [lacks(heard)] (inside)
    going --> over : closed [all(needs(told, busy), ought_when(told, heard))]
    going --> going : (completion) [busy]
    quiet --> held : part_done
    held --> quiet : closed
    over --> [*]
)text");
}

TEST(render, dot_shows_each_region_as_a_cluster) {
    EXPECT_EQ(dot(small()), R"text(digraph "shown" {
    rankdir=LR;
    node [shape=box, style=rounded];
    subgraph cluster_0 {
        label="region 0";
        start_0 [shape=point];
        "fresh";
        "going";
        "over" [peripheries=2];
        start_0 -> "fresh";
    }
    subgraph cluster_1 {
        label="region 1";
        start_1 [shape=point];
        "quiet";
        "held";
        start_1 -> "quiet";
    }
    "fresh" -> "going" [label="opened [all(has(heard), not(busy))] / greet"];
    "fresh" -> "fresh" [label="opened [lacks(heard)] (inside)", style=dashed];
    "going" -> "over" [label="closed [all(needs(told, busy), ought_when(told, heard))]"];
    "going" -> "going" [label="(completion) [busy]"];
    "quiet" -> "held" [label="part_done"];
    "held" -> "quiet" [label="closed"];
}
)text");
}

/// A line end and the blanks after it are one blank: the golden text is broken for readers.
std::string in_one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' && !out.empty() && out.back() == ' ') continue;
        out += c == '\n' ? ' ' : c;
    }
    return out + "\n";
}
TEST(render, json_says_everything) {
    EXPECT_EQ(json(small()), in_one_line(R"text({"machine": "shown", "tag": 4153033686, "schema": "4a2ededbbf739d90", "regions": 2,
"states": [{"name": "fresh", "tag": 1031419599, "region": 0, "initial": true, "final": false, "ends_case": false, "flags": ["urgent"],
 "enter": "greet", "leave": "", "rules": []},
{"name": "quiet", "tag": 861878487, "region": 1, "initial": true, "final": false, "ends_case": false, "flags": [],
 "enter": "", "leave": "", "rules": []},
{"name": "going", "tag": 3430318701, "region": 0, "initial": false, "final": false, "ends_case": false, "flags": [],
 "enter": "", "leave": "", "rules": ["S-01"]},
{"name": "over", "tag": 1146396783, "region": 0, "initial": false, "final": true, "ends_case": true, "flags": [],
 "enter": "", "leave": "", "rules": []},
{"name": "held", "tag": 1604470974, "region": 1, "initial": false, "final": false, "ends_case": false, "interrupted_until": "closed", "flags": [],
 "enter": "", "leave": "", "rules": []}],
"events": [{"name": "opened", "tag": 177963136,
 "fields": [{"name": "rank", "type": "enumeration", "width": 4, "offset": 0, "attribute": "rank", "one_of": ["low", "high"]},
{"name": "told", "type": "boolean", "width": 1, "offset": 4, "fact": "told"}],
 "sets": [],
 "raised_only": false, "rules": []},
{"name": "closed", "tag": 2431137477,
 "fields": [],
 "sets": [],
 "raised_only": false, "rules": ["T-02"]},
{"name": "part_done", "tag": 3048827389,
 "fields": [],
 "sets": [],
 "raised_only": true, "child": "part", "child_state": "done", "rules": []}],
"facts": [{"name": "told", "tag": 949618804,
 "until_events": ["closed"], "until_left": ["going"], "until_entered": [], "rules": ["G-01"]},
{"name": "heard", "tag": 1923491283,
 "until_events": [], "until_left": [], "until_entered": [], "rules": []}],
"attributes": [{"name": "rank", "tag": 3521853511, "kind": "one_of", "one_of": ["low", "high"], "rules": []},
{"name": "promised", "tag": 1307788274, "kind": "duration", "unit": "business", "rules": []}],
"rows": [{"from": "fresh", "event": "opened", "to": "going", "tag": 3912155378, "guard": "all(has(heard), not(busy))",
 "action": "greet",
 "has": ["heard"], "lacks": [],
 "asks": [], "rules": []},
{"from": "fresh", "event": "opened", "tag": 811103360, "guard": "lacks(heard)",
 "action": "",
 "has": [], "lacks": ["heard"],
 "asks": [], "rules": []},
{"from": "going", "event": "closed", "to": "over", "tag": 1162771523, "guard": "all(needs(told, busy), ought_when(told, heard))",
 "action": "",
 "has": [], "lacks": [],
 "asks": [{"name": "told", "is": "fact", "how": "hard", "where": [], "rules": ["G-02", "G-01"]},
{"name": "busy", "is": "guard", "how": "hard", "where": [], "rules": ["G-02"]},
{"name": "heard", "is": "fact", "how": "soft", "where": ["told"], "rules": []}], "rules": ["G-02"]},
{"from": "going", "to": "going", "tag": 3630483733, "guard": "busy",
 "action": "",
 "has": [], "lacks": [],
 "asks": [], "rules": []},
{"from": "quiet", "event": "part_done", "to": "held", "tag": 1025446136, "guard": "",
 "action": "",
 "has": [], "lacks": [],
 "asks": [], "rules": []},
{"from": "held", "event": "closed", "to": "quiet", "tag": 121505150, "guard": "",
 "action": "",
 "has": [], "lacks": [],
 "asks": [], "rules": []}],
"cues": ["hello"], "roles": [], "orders": [], "notes": [], "rules": ["G-01", "G-02", "S-01", "SYS-01", "T-02"]})text"));
}

// ---- read back by a parser -----------------------------------------------------------------------------------------------
boost::json::object parsed(const definition& d) { return boost::json::parse(json(d)).as_object(); }
TEST(render, json_of_every_machine_is_json_with_all_its_parts) {
    const auto twin = build(machine_test::call_description());
    for (const auto* d : {&small(), &define<example::call>(), &define<nasty::machine>(), &twin}) {
        const auto all = parsed(*d);
        EXPECT_EQ(all.at("machine").as_string(), d->name());
        EXPECT_EQ(all.at("tag").to_number<std::uint32_t>(), d->tag());
        EXPECT_EQ(all.at("regions").to_number<unsigned>(), d->regions());
        const auto same = [&](const char* key, auto list) {
            const auto& array = all.at(key).as_array();
            ASSERT_EQ(array.size(), list.size()) << key;
            for (std::size_t i = 0; i < list.size(); ++i) {
                EXPECT_EQ(array[i].at("name").as_string(), list[i].name);
                EXPECT_EQ(array[i].at("tag").to_number<std::uint32_t>(), list[i].tag);
            }
        };
        same("states", d->states());
        same("events", d->events().subspan(1));
        same("facts", d->facts());
        same("attributes", d->attributes());
        const auto& rows = all.at("rows").as_array();
        ASSERT_EQ(rows.size(), d->rows().size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& row = d->rows()[i];
            EXPECT_EQ(rows[i].at("from").as_string(), d->states()[row.from].name);
            EXPECT_EQ(rows[i].at("guard").as_string(), row.guard_text);
            EXPECT_EQ(rows[i].as_object().contains("to"), !row.internal);
            EXPECT_EQ(rows[i].as_object().contains("event"), row.event != 0);
            EXPECT_EQ(rows[i].at("asks").as_array().size(), row.asks.size());
        }
    }
}

/// Names that mean something to a renderer.
definition odd_names() {
    machine_description m;
    m.name = "say \"hi\"";
    m.states = {{.name = "end", .initial = true}, {.name = "waiting for \"parts\""}, {.name = "back\\slash\n", .final = true}};
    m.events = {{.name = "a:b;c#d"}, {.name = "tab\there"}};
    using machine_test::written::row;
    m.rows = {row("end", "a:b;c#d", "waiting for \"parts\"", {}), row("waiting for \"parts\"", "tab\there", "back\\slash\n", {})};
    return build(m);
}
TEST(render, odd_names_do_not_break_a_picture) {
    EXPECT_EQ(mermaid(odd_names()), "stateDiagram-v2\n"
                                    "    state \"end\" as s0\n"
                                    "    state \"waiting for 'parts'\" as s1\n"
                                    "    state \"back\\slash \" as s2\n"
                                    "    [*] --> s0\n"
                                    "    s0 --> s1 : a b#59;c#35;d\n"
                                    "    s1 --> s2 : tab here\n"
                                    "    s2 --> [*]\n");
    EXPECT_NE(dot(odd_names()).find(R"(    "waiting for \"parts\"" -> "back\\slash " [label="tab here"];)"), std::string::npos) << dot(odd_names());
    const auto all = parsed(odd_names());
    EXPECT_EQ(all.at("machine").as_string(), "say \"hi\"");
    EXPECT_EQ(all.at("states").as_array()[2].at("name").as_string(), "back\\slash\n");
    EXPECT_EQ(all.at("events").as_array()[1].at("name").as_string(), "tab\there");
}

}  // namespace
