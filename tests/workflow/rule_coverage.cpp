// SPDX-License-Identifier: Apache-2.0
//
// Every rule of the built-in rulebooks stands where it belongs, and nothing names a rule that is none: the ids of the handbook by the process that
// names them, and by the machine, policy, option, form or word that carries them.
#include "caseclock/rulebook/load.hpp"
#include "caseclock/workflow/builtin_machines.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace {

using namespace caseclock;
using ids = std::set<std::string>;

ids words_of(const std::string& text) {
    ids out;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ') word += c;
        else if (!word.empty()) out.insert(std::exchange(word, {}));
    }
    return out;
}

/// The ids that each process names: its timers, guards, forms, figures and contradictions.
const std::map<std::string, std::string> named_by_process = {
    {"SYS-11", "T-02 T-03 T-11 G-02 G-03 G-04 G-05 G-06 G-12 G-13 G-14 G-49 F-01 C-04 C-05 C-09 C-10 C-11 C-12 C-57"},
    {"SYS-12", "T-03 G-03 C-32 C-37"},
    {"SYS-13", "G-04 G-48 F-01 C-10"},
    {"SYS-15", "T-19 T-20 G-40 C-39 C-57"},
    {"SYS-17", "T-05 T-06 G-35 G-38 C-03 C-14"},
    {"SYS-25", "C-45"},
    {"SYS-26", "F-03 G-08 G-09 G-10 G-15 G-19 G-27 G-28 C-08 C-43"},
    {"SYS-27", "G-16 G-17 F-02 C-06 C-07"},
    {"SYS-28", "T-07 T-08 G-18 G-94 C-04 C-06"},
    {"SYS-30", "G-20"},
    {"SYS-33", "T-17 G-25 G-26 C-32"},
    {"SYS-34", "T-64 G-27 G-28"},
    {"SYS-35", "T-11 G-14 G-89 F-01 F-03 C-13"},
    {"SYS-36", "G-08 G-09 G-10 F-05 T-04 T-09 C-03 C-17 C-43 C-55"},
    {"SYS-37", "T-18 T-67 G-93 F-03"},
    {"SYS-41", "T-16 C-31 C-32 C-42 C-59"},
    {"SYS-42", "T-14 T-59 T-60 T-65 G-11 G-82 G-83 G-84 G-85 G-91 G-98 F-10 F-11 F-12 C-02 C-16 C-18 C-19 C-44 K-09"},
    {"SYS-43", "T-14 T-15 T-68 G-11 G-30 G-90 G-92 F-07 C-02 C-50"},
    {"SYS-44", "K-09"},
    {"SYS-45", "T-52 G-53 F-15 C-31 C-59"},
    {"SYS-46", "T-39 G-86 G-87 F-22"},
    {"SYS-47", "G-11 G-97 F-30"},
    {"SYS-48", "T-68 K-09"},
    {"SYS-49", "T-12 T-13 G-15 C-01 F-12 C-45"},
    {"SYS-50", "C-15 C-56"},
    {"SYS-51", "T-35"},
    {"SYS-58", "C-34"},
    {"SYS-67", "T-57 G-59 C-47"},
    {"SYS-76", "T-62"},
    {"SYS-80", "T-35 T-43 G-70 G-96 C-45 C-52"},
    {"SYS-90", "T-32 T-33 F-25 C-27"},
};
/// Named by these processes, and kept by who opens follow-ups month by month.
const ids kept_elsewhere = {"T-34", "T-54"};

/// Where each id must stand: machines, then policies (with their targets), options, forms and words; `rulebook` stands for cues,
/// calendars and conditions.
const std::map<std::string, std::string> stands_in = {
    {"T-02", "call pick_up ring_limit ring"},
    {"T-03", "call hold"},
    {"T-04", "escalation specialist_contact specialist_time_from"},
    {"T-05", "escalation engineer_contact"},
    {"T-06", "call phone_minute hold_in_phone_minute"},
    {"T-07", "ticket first_response"},
    {"T-08", "ticket first_response emergency_means"},
    {"T-09", "technical_team_told"},
    {"T-11", "wrap_up"},
    {"T-12", "follow_up callback"},
    {"T-13", "complaint callback complaint_callback"},
    {"T-14", "complaint complaint_result complaint_result_limit result_counts_from"},
    {"T-15", "complaint result_promise"},
    {"T-16", "ticket business_promise"},
    {"T-17", "ticket repair_promise"},
    {"T-18", "department_request department_result department_limit"},
    {"T-19", "call drop_notice"},
    {"T-20", "call follow_up callback"},
    {"T-32", "follow_up attendance no_show_call"},
    {"T-33", "follow_up no_show_statistics"},
    {"T-35", "follow_up weekly_meeting"},
    {"T-39", "roll_up roll_up_counts_from"},
    {"T-43", "further_call review_call"},
    {"T-52", "letter_reply"},
    {"T-57", "call escalation"},
    {"T-59", "forward"},
    {"T-60", "complaint tell_result"},
    {"T-62", "further_call"},
    {"T-64", "ticket resolve_contact"},
    {"T-65", "general_solved"},
    {"T-67", "department_request first_chase chased_again"},
    {"T-68", "complaint reported_up"},
    {"G-02", "call"},
    {"G-03", "call hold"},
    {"G-04", "call"},
    {"G-05", "call"},
    {"G-06", "call"},
    {"G-08", "call ticket escalation"},
    {"G-09", "call ticket escalation specialist_contact"},
    {"G-10", "call ticket handover_record escalation"},
    {"G-11", "complaint result_promise"},
    {"G-12", "call"},
    {"G-13", "call"},
    {"G-14", "call wrap_up ticket_entry"},
    {"G-15", "complaint ticket follow_up callback further_call"},
    {"G-16", "ticket"},
    {"G-17", "ticket"},
    {"G-18", "ticket first_response"},
    {"G-19", "call ticket"},
    {"G-20", "call"},
    {"G-25", "ticket repair_promise"},
    {"G-26", "ticket"},
    {"G-27", "ticket resolve_contact"},
    {"G-28", "ticket resolve_contact"},
    {"G-30", "complaint"},
    {"G-35", "call phone_minute"},
    {"G-38", "call"},
    {"G-40", "call callback"},
    {"G-48", "call"},
    {"G-49", "call"},
    {"G-53", "complaint"},
    {"G-59", "call escalation"},
    {"G-70", "follow_up further_call"},
    {"G-82", "complaint"},
    {"G-83", "complaint"},
    {"G-84", "complaint tell_result"},
    {"G-85", "complaint"},
    {"G-86", "complaint complaint_collection"},
    {"G-87", "complaint"},
    {"G-89", "call call_record"},
    {"G-90", "complaint service_complaint"},
    {"G-91", "complaint"},
    {"G-92", "complaint ticket"},
    {"G-93", "ticket department_request"},
    {"G-94", "ticket first_response"},
    {"G-96", "follow_up review_cause"},
    {"G-97", "complaint"},
    {"G-98", "complaint"},
    {"F-01", "call call_record"},
    {"F-02", "ticket"},
    {"F-03", "call ticket wrap_up ticket_entry department_request department_result"},
    {"F-05", "handover_record escalation"},
    {"F-07", "complaint service_complaint"},
    {"F-10", "complaint complaint_sheet"},
    {"F-11", "complaint complaint_register"},
    {"F-12", "complaint callback_record"},
    {"F-15", "complaint letter_register"},
    {"F-22", "complaint complaint_collection"},
    {"F-25", "follow_up no_show_statistics attendance_record"},
    {"F-30", "complaint customer_registration"},
    {"K-09", "complaint"},
    {"C-01", "complaint ticket follow_up callback complaint_callback"},
    {"C-02", "complaint_result complaint_result_limit result_promise forward"},
    {"C-03", "specialist_contact engineer_contact"},
    {"C-04", "pick_up first_response"},
    {"C-05", "pick_up ring_limit"},
    {"C-06", "ticket first_response emergency_means"},
    {"C-07", "call ticket"},
    {"C-08", "ticket"},
    {"C-09", "rulebook"},
    {"C-10", "call"},
    {"C-11", "call"},
    {"C-12", "call"},
    {"C-13", "call wrap_up"},
    {"C-14", "phone_minute hold_in_phone_minute"},
    {"C-15", "rulebook"},
    {"C-16", "complaint"},
    {"C-17", "call escalation specialist_contact"},
    {"C-18", "complaint complaint_sheet complaint_register"},
    {"C-19", "complaint"},
    {"C-27", "no_show_call no_show_statistics"},
    {"C-31", "immediately first_moment promptly letter_reply as_soon_as_possible"},
    {"C-32", "call hold business_promise repair_promise promise"},
    {"C-34", "call"},
    {"C-37", "call"},
    {"C-39", "call drop_notice"},
    {"C-42", "rulebook"},
    {"C-43", "call complaint ticket follow_up escalation department_request promise"},
    {"C-44", "complaint"},
    {"C-45", "complaint call ticket follow_up call_again unanswered_call review_call"},
    {"C-47", "call escalation"},
    {"C-50", "complaint complaint_result result_counts_from"},
    {"C-52", "follow_up review_cause"},
    {"C-55", "engineer_contact escalation specialist_contact specialist_time_from"},
    {"C-56", "call"},
    {"C-57", "call unexplained_end ended_without_reason"},
    {"C-59", "letter_reply promise"},
};

bool is_process_or_phrase(const std::string& id) { return id.rfind("SYS-", 0) == 0 || id.rfind("P-", 0) == 0; }

/// Where the ids stand in a rulebook over the built-in machines.
void put_places(const rulebook& book, std::map<std::string, ids>& out) {
    const auto put = [&](const std::vector<std::string>& rules, std::string place) {
        std::replace(place.begin(), place.end(), ' ', '_');
        for (const auto& id : rules)
            if (!is_process_or_phrase(id)) out[id].insert(place);
    };
    for (const auto& plan : book.machines()) {
        put(plan.machine.rule_ids(), plan.machine.name());
        for (const auto& p : plan.policies) {
            put(p.rules, p.name);
            for (const auto& t : p.targets) put(t.rules, p.name);
        }
    }
    for (const auto& o : book.options()) put(o.rules, o.name);
    for (const auto& f : book.forms()) put(f.rules, f.name);
    for (const auto& w : book.words()) put(w.rules, w.name);
    for (const auto& id : book.rule_ids())
        if (!is_process_or_phrase(id) && out[id].empty()) out[id].insert("rulebook");
}
std::vector<rulebook> every_rulebook() {
    std::vector<rulebook> out;
    for (const auto& name : builtin_rulebook_names()) out.push_back(builtin_rulebook(name));
    return out;
}
/// A sentence for each id that is missing somewhere, or stands where it should not, in the rulebooks together.
std::string faults_of(const std::vector<rulebook>& books) {
    std::string faults;
    std::map<std::string, ids> found;
    for (const auto& book : books) put_places(book, found);
    for (const auto& [id, where] : stands_in) {
        const auto expected = words_of(where);
        for (const auto& place : expected)
            if (found[id].count(place) == 0) faults += id + " is missing in " + place + "\n";
        for (const auto& place : found[id])
            if (expected.count(place) == 0) faults += id + " is named by " + place + ", where it is not expected\n";
    }
    for (const auto& [id, where] : found)
        if (stands_in.count(id) == 0) faults += id + " is named by " + *where.begin() + " and belongs to no process\n";
    return faults;
}

TEST(rule_coverage, every_id_stands_exactly_where_it_should) { EXPECT_EQ(faults_of(every_rulebook()), ""); }

TEST(rule_coverage, every_id_that_a_process_names_has_a_place_and_every_place_a_process) {
    ids named;
    for (const auto& [process, list] : named_by_process)
        for (const auto& id : words_of(list)) {
            named.insert(id);
            EXPECT_EQ(stands_in.count(id), 1U) << process << ' ' << id;
        }
    for (const auto& [id, where] : stands_in) EXPECT_EQ(named.count(id), 1U) << id;
    for (const auto& id : kept_elsewhere) EXPECT_EQ(named.count(id), 0U) << id;
}

TEST(rule_coverage, every_process_is_named_by_a_machine_or_a_policy) {
    ids all;
    for (const auto& book : every_rulebook())
        for (const auto& id : book.rule_ids()) all.insert(id);
    for (const auto* process : {"SYS-11", "SYS-12", "SYS-14", "SYS-15", "SYS-17", "SYS-25", "SYS-26", "SYS-27", "SYS-28", "SYS-34",
                                "SYS-35", "SYS-36", "SYS-37", "SYS-41", "SYS-42", "SYS-43", "SYS-44", "SYS-45", "SYS-46", "SYS-47",
                                "SYS-48", "SYS-49", "SYS-51", "SYS-67", "SYS-74", "SYS-80", "SYS-90"})
        EXPECT_EQ(all.count(process), 1U) << process;
}

TEST(rule_coverage, guards_are_guards_which_a_rulebook_can_make_hard_or_soft) {
    for (const auto& [id, where] : stands_in) {
        // these say where a row leads, not whether it may be taken
        if (id[0] != 'G' || id == "G-40" || id == "G-92" || id == "G-94") continue;
        bool found = false;
        for (const auto& d : workflows::builtin_machines()) found = found || d.has_guard(id);
        EXPECT_TRUE(found) << id;
    }
}

/// Lines of one text that the other has not.
std::string lines_beyond(const std::string& text, const std::string& known) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (("\n" + known).find("\n" + line + "\n") == std::string::npos) out += line + "\n";
    return out;
}

TEST(rule_coverage, a_rule_taken_away_or_written_wrongly_is_noticed) {
    std::ifstream file("src/rulebooks/hotline.yaml");
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    const auto alone = faults_of({parse_rulebook(whole)});  // what the other rulebooks name is missing in this one
    for (const auto& [was, becomes, told] : {std::tuple{"rule: [T-19, SYS-15, C-39]", "rule: [SYS-15, C-39]", "T-19 is missing in drop_notice\n"},
                                             std::tuple{"rule: [F-05, G-10]", "rule: [F-05]", "G-10 is missing in handover_record\n"},
                                             std::tuple{"rule: C-57, choices", "rule: C-75, choices", "C-57 is missing in ended_without_reason\n"}}) {
        auto text = whole;
        const auto at = text.find(was);
        ASSERT_NE(at, std::string::npos) << was;
        text.replace(at, std::string_view{was}.size(), becomes);
        const auto faults = lines_beyond(faults_of({parse_rulebook(text)}), alone);
        EXPECT_EQ(faults.find(told), 0U) << faults;
    }
}

}  // namespace
