// SPDX-License-Identifier: Apache-2.0
#include "caseclock/machine/checks.hpp"
#include "caseclock/machine/render.hpp"
#include "family.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using workflows::builtin_machines;

TEST(catalog, lists_every_machine_once) {
    std::vector<std::string> names;
    for (const auto& d : builtin_machines()) names.push_back(d.name());
    EXPECT_EQ(names, (std::vector<std::string>{"call", "ticket", "follow_up", "escalation", "department_request", "promise", "complaint"}));
}

TEST(catalog, nothing_is_wrong_with_any_machine) {
    for (const auto& d : builtin_machines()) {
        std::string found;
        for (const auto& f : check(d)) found += f.text + "\n";
        EXPECT_EQ(found, "") << d.name();
    }
}

TEST(catalog, a_workflow_names_the_words_that_logs_and_rulebooks_use) {
    const auto& call = workflow_test::machine("call");
    for (const auto* event : {"arrive", "answer", "give_up", "customer_hangs_up"}) EXPECT_TRUE(call.event(event)) << event;
    EXPECT_EQ(call.attributes()[*call.attribute("type")].kind, attribute_kind::name);
    EXPECT_EQ(call.attributes()[*call.attribute("server")].kind, attribute_kind::name);
    const auto& levels = call.attributes()[*call.attribute("priority")].enumerators;
    for (const auto* level : {"unknown", "regular", "high"}) EXPECT_NE(std::find(levels.begin(), levels.end(), level), levels.end()) << level;
}

TEST(catalog, children_take_what_their_parents_pass) {
    for (const auto& [parent, child_machine, names] : {std::tuple{"call", "ticket", std::vector{"priority", "owner", "caller"}},
                                                       std::tuple{"call", "follow_up", std::vector{"priority", "owner", "caller"}},
                                                       std::tuple{"ticket", "follow_up", std::vector{"priority", "owner", "caller"}},
                                                       std::tuple{"call", "escalation", std::vector{"priority", "owner", "caller"}},
                                                       std::tuple{"ticket", "escalation", std::vector{"priority", "owner", "handler", "caller"}},
                                                       std::tuple{"ticket", "department_request", std::vector{"priority", "owner", "caller", "expected_completion"}},
                                                       std::tuple{"call", "promise", std::vector{"owner"}},
                                                       std::tuple{"ticket", "promise", std::vector{"owner", "promised"}},
                                                       std::tuple{"complaint", "follow_up", std::vector{"priority", "owner", "caller"}}})
        for (const auto* name : names) {
            const auto &p = workflow_test::machine(parent), &c = workflow_test::machine(child_machine);
            const auto &a = p.attributes()[*p.attribute(name)], &b = c.attributes()[*c.attribute(name)];
            EXPECT_EQ(a.kind, b.kind) << parent << " to " << child_machine << ": " << name;
            EXPECT_EQ(a.enumerators, b.enumerators) << parent << " to " << child_machine << ": " << name;
        }
}

/// No event has a field that is an attribute: attributes come along beside the event, so that one that is left out stays as it is.
/// Only what cases tell each other travels in the event itself.
TEST(catalog, events_of_hosts_carry_no_attribute_in_themselves) {
    for (const auto& d : builtin_machines())
        for (const auto& e : d.events()) EXPECT_TRUE(e.raised_only || e.fields.empty()) << d.name() << ' ' << e.name;
}

TEST(catalog, every_machine_is_drawn) {
    for (const auto& d : builtin_machines()) {
        const auto picture = mermaid(d), graph = dot(d), data = json(d);
        EXPECT_EQ(picture.find("stateDiagram-v2"), picture.find_first_not_of(" \n")) << picture.substr(0, 80);
        EXPECT_NE(graph.find("digraph"), std::string::npos);
        for (const auto& s : d.states()) {
            EXPECT_NE(picture.find(s.name), std::string::npos) << d.name() << ' ' << s.name;
            EXPECT_NE(graph.find(s.name), std::string::npos) << d.name() << ' ' << s.name;
            EXPECT_NE(data.find('"' + s.name + '"'), std::string::npos) << d.name() << ' ' << s.name;
        }
        for (const auto& e : d.events()) EXPECT_NE(picture.find(e.name), std::string::npos) << d.name() << ' ' << e.name;
    }
}

TEST(catalog, machines_fit_their_records) {
    for (const auto& d : builtin_machines()) {
        EXPECT_LE(d.facts().size(), 64U);
        for (const auto& a : d.attributes()) EXPECT_LE(unsigned{a.slot.offset} + a.slot.width, value_bytes) << d.name() << ' ' << a.name;
    }
}

}  // namespace
