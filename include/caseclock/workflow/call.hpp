// SPDX-License-Identifier: Apache-2.0
//
// A call to the hotline: from the first ring to the record that is written after it.
//
//   idle > ringing > greeting > listening > identifying > restating > triage > answering > recap > anything_else > survey > closing
//            |                      `----- anywhere here: on_hold, line lost, hung up -----'                                   |
//            |                                  |            |         `------------.                                          v
//            v                                  v            v                      v                                  awaiting_hangup
//        abandoned, callback_due            answering     dropped > supervisor_told   wrap_up <-----------------------------'
//                                                                > callback_assigned     `----> closed
//
// Telephone systems report less than agents do: an agent may go on from any point of the conversation, and what was left out is noted
// as a lapse at the end. A line lost before the closing is a drop; a customer who hangs up ends the call properly at any point.
#pragma once

#include "caseclock/workflow/ticket.hpp"

namespace caseclock::workflows::call {

// type: the telephone system's own word for the call; about: what the agent finds it to be; owner: the agent who took it;
// server: the same, as the telephone system calls it; caller: the number shown; announced: a length as told, of a hold or of a promise;
// predicted: how long the telephone will take, where the line is one that asks; escalate_to: who can do more, else a specialist
enum class attribute { type, about, priority, server, owner, caller, announced, arranged_at, predicted, escalate_to };
BOOST_DESCRIBE_ENUM(attribute, type, about, priority, server, owner, caller, announced, arranged_at, predicted, escalate_to)
/// Can it be solved on the telephone within a minute?
enum class prediction { unknown, within_a_minute, longer };
BOOST_DESCRIBE_ENUM(prediction, unknown, within_a_minute, longer)

enum class fact {
    late_pick_up, company_said, agent_number_said, greeted,                                                      // the opening
    heard_out, private_data_asked, purpose_explained, name_known, contact_known, company_unclear, company_filled_in,  // who calls
    property_line, room_known, facts_restated, room_time_phone_repeated,                                         // what is the matter
    agitated, soothed, complaining, ordering,                                                                    // the customer
    beyond_authority, unsolvable_on_the_spot, customer_agrees, handover_written, transferred,                    // passing it on
    contact_given, fee_agreed, fee_refused, contact_left, account_added, subscription_open,
    duration_stated, hold_apologised,                                                                            // holding
    next_steps_told, recap_confirmed, anything_else_asked, survey_asked, goodbye_said, customer_gone,            // the closing
    recorded_live, entry_complete, record_saved                                                                  // the record
};
BOOST_DESCRIBE_ENUM(fact, late_pick_up, company_said, agent_number_said, greeted, heard_out, private_data_asked, purpose_explained, name_known,
                    contact_known, company_unclear, company_filled_in, property_line, room_known, facts_restated, room_time_phone_repeated, agitated,
                    soothed, complaining, ordering, beyond_authority, unsolvable_on_the_spot, customer_agrees, handover_written, transferred,
                    contact_given, fee_agreed, fee_refused, contact_left, account_added, subscription_open,
                    duration_stated, hold_apologised, next_steps_told, recap_confirmed, anything_else_asked,
                    survey_asked, goodbye_said, customer_gone, recorded_live, entry_complete, record_saved)
using enum attribute;
using enum fact;

// Attributes and facts that an event brings along are written beside it. Any event may bring agitated, complaining, ordering, ...
namespace event {
// clang-format off
struct arrive { };              BOOST_DESCRIBE_STRUCT(arrive, (), ())               // caller, type, priority
struct enqueue { };             BOOST_DESCRIBE_STRUCT(enqueue, (), ())              // caller, type, priority
struct ring { };                BOOST_DESCRIBE_STRUCT(ring, (), ())
struct answer { };              BOOST_DESCRIBE_STRUCT(answer, (), ())               // owner, server
struct give_up { };             BOOST_DESCRIBE_STRUCT(give_up, (), ())
struct greet { };               BOOST_DESCRIBE_STRUCT(greet, (), ())                // company_said, agent_number_said
struct customer_finishes { };   BOOST_DESCRIBE_STRUCT(customer_finishes, (), ())    // heard_out
struct identify { };            BOOST_DESCRIBE_STRUCT(identify, (), ())             // name_known, contact_known, purpose_explained, ...
struct confirm_facts { };       BOOST_DESCRIBE_STRUCT(confirm_facts, (), ())        // facts_restated, room_time_phone_repeated
struct correct_facts { };       BOOST_DESCRIBE_STRUCT(correct_facts, (), ())
struct solve_on_phone { };      BOOST_DESCRIBE_STRUCT(solve_on_phone, (), ())       // about, predicted
struct shift_channel { };       BOOST_DESCRIBE_STRUCT(shift_channel, (), ())        // predicted
struct leave_contact { };       BOOST_DESCRIBE_STRUCT(leave_contact, (), ())        // where the engineer reaches the customer
struct add_account { };         BOOST_DESCRIBE_STRUCT(add_account, (), ())          // the customer added ours
struct refuse_channel { };      BOOST_DESCRIBE_STRUCT(refuse_channel, (), ())
struct redirect { };            BOOST_DESCRIBE_STRUCT(redirect, (), ())             // contact_given
struct defer_answer { };        BOOST_DESCRIBE_STRUCT(defer_answer, (), ())         // contact_known
struct offer_fee { };           BOOST_DESCRIBE_STRUCT(offer_fee, (), ())
struct agree_fee { };           BOOST_DESCRIBE_STRUCT(agree_fee, (), ())
struct refuse_fee { };          BOOST_DESCRIBE_STRUCT(refuse_fee, (), ())
struct escalate { };            BOOST_DESCRIBE_STRUCT(escalate, (), ())             // escalate_to, beyond_authority, unsolvable_on_the_spot
struct transfer { };            BOOST_DESCRIBE_STRUCT(transfer, (), ())             // customer_agrees, handover_written
struct decline_transfer { };    BOOST_DESCRIBE_STRUCT(decline_transfer, (), ())
struct hold { };                BOOST_DESCRIBE_STRUCT(hold, (), ())                 // announced, duration_stated, hold_apologised
struct announce_again { };      BOOST_DESCRIBE_STRUCT(announce_again, (), ())       // announced, duration_stated, hold_apologised
struct retrieve { };            BOOST_DESCRIBE_STRUCT(retrieve, (), ())
struct open_ticket { };         BOOST_DESCRIBE_STRUCT(open_ticket, (), ())          // about, priority
struct promise { };             BOOST_DESCRIBE_STRUCT(promise, (), ())              // announced
struct summarise { };           BOOST_DESCRIBE_STRUCT(summarise, (), ())            // next_steps_told
struct confirm_recap { };       BOOST_DESCRIBE_STRUCT(confirm_recap, (), ())
struct dispute_recap { };       BOOST_DESCRIBE_STRUCT(dispute_recap, (), ())
struct ask_more { };            BOOST_DESCRIBE_STRUCT(ask_more, (), ())
struct nothing_else { };        BOOST_DESCRIBE_STRUCT(nothing_else, (), ())
struct finish_survey { };       BOOST_DESCRIBE_STRUCT(finish_survey, (), ())        // survey_asked
struct say_goodbye { };         BOOST_DESCRIBE_STRUCT(say_goodbye, (), ())
struct customer_hangs_up { };   BOOST_DESCRIBE_STRUCT(customer_hangs_up, (), ())
struct agent_hangs_up { };      BOOST_DESCRIBE_STRUCT(agent_hangs_up, (), ())       // customer_gone
struct line_lost { };           BOOST_DESCRIBE_STRUCT(line_lost, (), ())
struct line_ends { };           BOOST_DESCRIBE_STRUCT(line_ends, (), ())            // the telephone system does not say why
struct tell_supervisor { };     BOOST_DESCRIBE_STRUCT(tell_supervisor, (), ())
struct arrange_callback { };    BOOST_DESCRIBE_STRUCT(arrange_callback, (), ())     // arranged_at
struct call_back { };           BOOST_DESCRIBE_STRUCT(call_back, (), ())
struct save_record { };         BOOST_DESCRIBE_STRUCT(save_record, (), ())          // entry_complete, company_filled_in
struct ring_limit_passed { using origin = raised_only; };                              BOOST_DESCRIBE_STRUCT(ring_limit_passed, (), ())
/// The offer of another channel ran out of time.
struct offer_declined { using origin = child_entered<"escalation", "declined">; };     BOOST_DESCRIBE_STRUCT(offer_declined, (), ())
struct callback_done { using origin = child_entered<"callback", "done">; };            BOOST_DESCRIBE_STRUCT(callback_done, (), ())
struct callback_cancelled { using origin = child_entered<"callback", "cancelled">; };  BOOST_DESCRIBE_STRUCT(callback_cancelled, (), ())
struct callback_unreachable { using origin = child_entered<"callback", "unreachable">; };  BOOST_DESCRIBE_STRUCT(callback_unreachable, (), ())
// clang-format on
}  // namespace event

enum class cue { greeting, open_question, hold_notice, transfer, fee, recap, anything_else, survey, goodbye, drop_notice };
BOOST_DESCRIBE_ENUM(cue, greeting, open_question, hold_notice, transfer, fee, recap, anything_else, survey, goodbye, drop_notice)
enum class note { late_pick_up };
BOOST_DESCRIBE_ENUM(note, late_pick_up)

// ---- what is asked
inline bool caller_known(step& now) { return now[caller].is_set(); }
inline constexpr is_out_of_reach<beyond_authority, unsolvable_on_the_spot> out_of_reach{};
inline bool topic_known(step& now) { return now[about].is_set() && now[about] != topic::unclassified; }
inline constexpr priority_is_known<priority> priority_known{};
/// Where nobody predicts, nothing is asked; where one does, "unknown" counts as no.
inline bool short_enough(step& now) { return !now[predicted].is_set() || now[predicted] == prediction::within_a_minute; }
inline bool too_long_for_the_phone(step& now) { return !short_enough(now) || !now[predicted].is_set() || now.has(unsolvable_on_the_spot); }
inline constexpr escalation::expert_line_is_open<escalate_to, subscription_open> expert_line_open{};
inline constexpr length_is_named<announced> length_named{};

// ---- what happens
inline void say_greeting(step& now) { now.cue(cue::greeting); }
inline void ask_openly(step& now) { now.cue(cue::open_question); }
inline void announce_hold(step& now) { now.cue(cue::hold_notice, now[announced].value_or(0)); }
inline void forget_announcement(step& now) { now[announced].unset(); }
inline void announce_transfer(step& now) { now.cue(cue::transfer); }
inline void name_fee(step& now) { now.cue(cue::fee); }
inline void say_recap(step& now) { now.cue(cue::recap); }
inline void ask_anything_else(step& now) { now.cue(cue::anything_else); }
inline void note_confirmed(step& now) { sets<recap_confirmed, anything_else_asked>(now); }
inline void offer_survey(step& now) { now.cue(cue::survey); }
inline void thank(step& now) {
    now.set(goodbye_said);
    now.cue(cue::goodbye);
}
inline void call_for_supervisor(step& now) { now.cue(cue::drop_notice); }
inline void note_late_pick_up(step& now) { now.note(note::late_pick_up); }

/// The ticket is about what the call is about, and as urgent.
inline void open_ticket(step& now) {
    now.open<ticket::lifecycle>(ticket::event::record{}, with<priority, owner, caller>, given<ticket::attribute::type>(now[about]));
}
inline void pass_on(step& now) {
    using escalation::whom;
    now.set(transferred);
    escalation::pass_on<priority, owner, caller>(now, static_cast<whom>(now[escalate_to].value_or(static_cast<int>(whom::specialist))));
}
inline void offer_engineer(step& now) { escalation::offer_engineer<priority, owner, caller>(now); }
inline void pass_on_contact(step& now) {
    now.set(contact_left);
    now.tell_children(escalation::event::leave_contact{});
}
inline void pass_on_account(step& now) {
    now.set(account_added);
    now.tell_children(escalation::event::add_account{});
}
inline void decline_offer(step& now) { now.tell_children(escalation::event::decline{}); }
inline void open_promise(step& now) {
    promise::open_promise<owner>(now, now[announced]);
    forget_announcement(now);
}
template <follow_up::reason Why> inline void plan_callback(step& now) { follow_up::open_callback<priority, owner, caller>(now, Why); }
inline void call_back_abandoned(step& now) { plan_callback<follow_up::reason::abandoned>(now); }
inline void call_back_dropped(step& now) { plan_callback<follow_up::reason::dropped>(now); }
inline void call_back_first(step& now) { plan_callback<follow_up::reason::dropped_priority>(now); }
inline void pass_on_arrangement(step& now) {
    if (now[arranged_at].is_set()) now.tell_children(follow_up::event::arranged{instant{std::chrono::milliseconds{now[arranged_at].value()}}});
}
using follow_up::connect_callback;

// ---- states
struct connected {};  // a flag: the customer is on the line
template <class In = enter<>, class Out = leave<>> using on_the_line = state<In, Out, flags<connected, status::processing>>;
template <class In = enter<>> using after_the_line = state<In, leave<>, flags<status::processing>>;

struct idle              : state<enter<>, leave<>, flags<status::pending>> {};
struct queued            : state<enter<>, leave<>, flags<status::pending>> {};
struct ringing           : state<enter<>, leave<>, flags<status::pending>> {};
struct greeting          : on_the_line<enter<say_greeting>> {};
struct listening         : on_the_line<enter<ask_openly>> {};
struct identifying       : on_the_line<> {};
struct restating         : on_the_line<> {};
struct triage            : on_the_line<> {};
struct answering         : on_the_line<> {};
struct on_hold           : on_the_line<enter<announce_hold>, leave<forget_announcement>> {};
struct escalating        : on_the_line<enter<announce_transfer>> {};
struct channel_shift     : on_the_line<> {};
struct fee_offered       : on_the_line<enter<name_fee>> {};
struct recap             : on_the_line<enter<say_recap>> {};
struct anything_else     : on_the_line<enter<ask_anything_else>> {};
struct survey            : on_the_line<enter<offer_survey>> {};
struct closing           : on_the_line<> {};
struct awaiting_hangup   : on_the_line<> {};
struct wrap_up           : after_the_line<> {};
struct line_ended        : after_the_line<> {};
struct dropped           : after_the_line<enter<call_for_supervisor>> {};
struct supervisor_told   : after_the_line<> {};
struct callback_assigned : after_the_line<> {};
struct callback_due      : after_the_line<> {};
struct abandoned         : final_state<enter<>, flags<status::completed>> {};
struct closed            : final_state<enter<>, flags<status::completed>> {};

using waiting = group<queued, ringing>;
using helping = group<triage, answering>;
using asking = group<greeting, listening, identifying, restating>;
using solving = group<triage, answering, escalating, channel_shift, fee_offered>;
using before_recap = groups<asking, solving>;
using promising = groups<helping, group<recap>>;
using talking = groups<before_recap, group<recap, anything_else, survey>>;
using before_closing = groups<talking, group<on_hold>>;
using in_closing = group<closing, awaiting_hangup>;
using recordable = groups<before_closing, in_closing, group<wrap_up>>;
using recovering = group<supervisor_told, callback_assigned>;
using after_drop = groups<group<dropped>, recovering>;
using to_call_back = groups<recovering, group<callback_due>>;

// ---- what rows ask for: `needs` refuses, `ought` notes a lapse
struct names_company_and_agent : ought<company_said, agent_number_said, rule<"G-02">{}> {};
struct does_not_interrupt      : ought<heard_out, rule<"G-06">{}> {};
struct explains_purpose        : ought_when<private_data_asked, purpose_explained, rule<"G-04">{}> {};
struct asks_who_calls          : ought<name_known, contact_known, rule<"C-10">{}> {};
struct asks_for_room           : needs_when<property_line, name_known, room_known, contact_known, rule<"G-48">{}> {};
struct identifies_in_order     : all<asks_who_calls, explains_purpose, asks_for_room> {};
struct known_already           : all<has<name_known, contact_known>, rule<"C-11">> {};
struct restates_facts          : ought<facts_restated, rule<"G-05">{}> {};
struct repeats_room            : needs_when<property_line, room_time_phone_repeated, rule<"G-49">{}> {};
struct calm_first              : needs_when<agitated, soothed, rule<"G-20">{}> {};
struct can_be_called_back      : needs<contact_known, rule<"SYS-24">{}> {};
struct one_minute_on_phone     : needs<short_enough, rule<"G-35">{}> {};
struct phone_cannot_solve_it   : ought<too_long_for_the_phone, rule<"G-38">{}> {};
struct on_the_expert_line      : needs<expert_line_open, rule<"G-59">{}> {};
struct says_where_to_turn      : ought<contact_given, rule<"C-34">{}> {};
struct beyond_reach            : needs<out_of_reach, rule<"G-08">{}> {};
struct may_escalate            : all<calm_first, beyond_reach, on_the_expert_line> {};
struct ready_for_handover      : all<needs<customer_agrees, rule<"G-09">{}>, needs<handover_written, rule<"G-10">{}>> {};
struct ready_for_ticket        : all<needs<topic_known, rule<"SYS-27">{}>, needs<priority_known, rule<"G-19">{}>> {};
struct announced_hold          : all<ought<duration_stated, rule<"G-03">{}>, ought<hold_apologised, rule<"G-03", "C-37">{}>> {};
struct says_what_happens_next  : ought<next_steps_told, rule<"SYS-11">{}> {};
struct closes_in_order         : ought<recap_confirmed, anything_else_asked, rule<"G-12">{}> {};
struct goodbye_in_order        : all<ought<greeted, rule<"G-02">{}>, closes_in_order, ought<survey_asked, rule<"C-56">{}>> {};
struct says_goodbye            : ought<goodbye_said, rule<"SYS-11">{}> {};
struct kept_record             : ought<recorded_live, rule<"G-89">{}> {};
struct closing_duties          : all<closes_in_order, says_goodbye, kept_record> {};
struct hangs_up_last           : ought<customer_gone, rule<"G-13">{}> {};
struct ends_in_order           : all<hangs_up_last, says_goodbye, kept_record> {};
struct after_refused_fee       : all<has<fee_refused>, ought<goodbye_said, rule<"C-12">{}>, kept_record> {};
struct comes_first             : all<any<has<complaining>, has<ordering>>, rule<"G-40">> {};
struct complete_entry          : all<needs<entry_complete, rule<"G-14">{}>, needs_when<company_unclear, company_filled_in, rule<"SYS-13">{}>> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "call";
    using facts = facts_of<fact,
        lasts<company_said,        until<event::greet>>,
        lasts<agent_number_said,   until<event::greet>>,
        lasts<heard_out,           until<event::customer_finishes>>,
        lasts<facts_restated,      until<event::confirm_facts>>,
        lasts<customer_agrees,     until_left<escalating>>,
        lasts<handover_written,    until_left<escalating>>,
        lasts<duration_stated,     until<event::hold, event::announce_again>, rule<"T-03">>,
        lasts<hold_apologised,     until<event::hold, event::announce_again>, rule<"T-03">>,
        lasts<recap_confirmed,     until_entered<listening, answering>>,
        lasts<anything_else_asked, until_entered<listening, answering>>,
        lasts<subscription_open,   rule<"T-57", "C-47">>,
        lasts<complaining,         rule<"G-40">>,
        lasts<ordering,            rule<"G-40">>,
        lasts<recorded_live,       rule<"F-01", "C-13">>,
        lasts<entry_complete,      rule<"F-03">>>;
    using attributes = attributes_of<attribute,
        named<type, rule<"C-07">>,
        enumerated<about, topic, rule<"C-07", "SYS-27">>,
        enumerated<priority, level>,
        named<server>,
        named<owner, rule<"C-43">>,
        named<caller, rule<"SYS-14">>,
        timed<announced, attribute_unit::real, rule<"T-03", "C-32">>,
        dated<arranged_at, rule<"T-20">>,
        enumerated<predicted, prediction, rule<"G-35", "T-06">>,
        enumerated<escalate_to, escalation::whom, rule<"C-17">>>;
    using cues = call::cue;
    using notes = call::note;
    using rules = rule<"SYS-11", "SYS-12", "SYS-13", "SYS-14", "SYS-15", "SYS-17", "SYS-35", "SYS-36", "SYS-41">;
    using initial_state = idle;
    // clang-format off
    using transition_table = table<
        //    from               event                      to                 does                       if, needs, ought

        // ---- ringing
        Row < idle,              event::arrive,             ringing,           none,                      none >,
        Row < idle,              event::enqueue,            queued,            none,                      none >,
        Row < queued,            event::ring,               ringing,           none,                      none >,
        Row < ringing,           event::ring,               none,              none,                      none >,
        Row < ringing,           event::ring_limit_passed,  none,              does<sets<late_pick_up>>,  rule<"T-02"> >,
        Each< waiting,           event::answer,             greeting,          none,                      rule<"T-02"> >,
        Row < ringing,           event::answer,             greeting,          does<note_late_pick_up>,   all<has<late_pick_up>, rule<"T-02">> >,
        Each< waiting,           event::give_up,            abandoned,         none,                      rule<"SYS-14"> >,
        Each< waiting,           event::give_up,            callback_due,      does<call_back_abandoned>, all<when<caller_known>, rule<"SYS-14">> >,

        // ---- what is the matter
        Row < greeting,          event::greet,              listening,         does<sets<greeted>>,       names_company_and_agent >,
        Row < listening,         event::identify,           none,              none,                      all<explains_purpose, rule<"C-11">> >,
        Row < listening,         event::customer_finishes,  identifying,       none,                      does_not_interrupt >,
        Row < listening,         event::customer_finishes,  restating,         none,                      all<known_already, does_not_interrupt> >,
        Row < identifying,       event::identify,           restating,         none,                      identifies_in_order >,
        Row < restating,         event::correct_facts,      listening,         none,                      none >,
        Row < restating,         event::confirm_facts,      triage,            none,                      all<restates_facts, repeats_room> >,

        // ---- who solves it
        Row < triage,            event::solve_on_phone,     answering,         none,                      all<calm_first, one_minute_on_phone> >,
        Each< helping,           event::shift_channel,      channel_shift,     does<offer_engineer>,      all<calm_first, phone_cannot_solve_it> >,
        Row < channel_shift,     event::leave_contact,      none,              does<pass_on_contact>,     rule<"SYS-17"> >,
        Row < channel_shift,     event::add_account,        none,              does<pass_on_account>,     rule<"SYS-17"> >,
        Row < channel_shift,     event::refuse_channel,     answering,         does<decline_offer>,       rule<"SYS-17"> >,
        Row < channel_shift,     event::offer_declined,     answering,         none,                      rule<"SYS-17"> >,
        Row < triage,            event::defer_answer,       recap,             none,                      all<calm_first, can_be_called_back> >,
        Row < triage,            event::redirect,           recap,             none,                      all<calm_first, says_where_to_turn> >,
        Each< helping,           event::offer_fee,          fee_offered,       none,                      rule<"SYS-60"> >,
        Row < fee_offered,       event::agree_fee,          answering,         does<sets<fee_agreed>>,    none >,
        Row < fee_offered,       event::refuse_fee,         closing,           does<sets<fee_refused>>,   rule<"C-12"> >,
        Each< helping,           event::escalate,           escalating,        none,                      may_escalate >,
        Row < escalating,        event::decline_transfer,   answering,         none,                      none >,
        Row < escalating,        event::transfer,           recap,             does<pass_on>,             ready_for_handover >,
        Each< recordable,        event::open_ticket,        none,              does<open_ticket>,         ready_for_ticket >,

        Each< promising,         event::promise,            none,              does<open_promise>,        needs<length_named, rule<"SYS-41">{}> >,

        // ---- waiting on the line
        Each< talking,           event::hold,               on_hold,           none,                      announced_hold >,
        Row < on_hold,           event::announce_again,     none,              does<announce_hold>,       announced_hold >,
        Row < on_hold,           event::retrieve,           answering,         none,                      none >,

        // ---- the closing
        Each< before_recap,      event::summarise,          recap,             none,                      says_what_happens_next >,
        Row < recap,             event::dispute_recap,      answering,         none,                      none >,
        Row < recap,             event::confirm_recap,      anything_else,     does<note_confirmed>,      rule<"G-12"> >,
        Row < anything_else,     event::ask_more,           listening,         none,                      none >,
        Row < anything_else,     event::nothing_else,       survey,            none,                      none >,
        Row < survey,            event::finish_survey,      closing,           none,                      none >,
        Each< talking,           event::say_goodbye,        awaiting_hangup,   does<thank>,               goodbye_in_order >,
        Row < closing,           event::say_goodbye,        awaiting_hangup,   does<thank>,               none >,

        // ---- the end of the line
        Each< before_closing,    event::customer_hangs_up,  wrap_up,           none,                      closing_duties >,
        Each< in_closing,        event::customer_hangs_up,  wrap_up,           none,                      kept_record >,
        Each< before_closing,    event::agent_hangs_up,     wrap_up,           none,                      all<closing_duties, hangs_up_last> >,
        Each< in_closing,        event::agent_hangs_up,     wrap_up,           none,                      ends_in_order >,
        Each< in_closing,        event::agent_hangs_up,     wrap_up,           none,                      after_refused_fee >,
        Each< before_closing,    event::line_lost,          dropped,           none,                      rule<"SYS-15"> >,
        Each< in_closing,        event::line_lost,          wrap_up,           none,                      all<kept_record, rule<"C-39">> >,
        Each< before_closing,    event::line_ends,          line_ended,        none,                      rule<"C-57"> >,
        Each< in_closing,        event::line_ends,          wrap_up,           none,                      kept_record >,
        Row < line_ended,        event::line_lost,          dropped,           none,                      rule<"C-57"> >,
        Row < line_ended,        event::customer_hangs_up,  wrap_up,           none,                      all<closing_duties, rule<"C-57">> >,

        // ---- dropped, or never answered: somebody calls back
        Row < dropped,           event::tell_supervisor,    supervisor_told,   does<call_back_dropped>,   rule<"T-19"> >,
        Row < dropped,           event::tell_supervisor,    supervisor_told,   does<call_back_first>,     comes_first >,
        Row < supervisor_told,   event::arrange_callback,   callback_assigned, does<pass_on_arrangement>, rule<"T-20"> >,
        Row < callback_assigned, event::arrange_callback,   none,              does<pass_on_arrangement>, rule<"T-20"> >,
        Each< to_call_back,      event::call_back,          none,              does<connect_callback>,    none >,
        Each< recovering,        event::callback_done,      wrap_up,           none,                      none >,
        Each< recovering,        event::callback_done,      closed,            none,                      has<record_saved> >,
        Each< recovering,        event::callback_cancelled, wrap_up,           none,                      none >,
        Each< recovering,        event::callback_cancelled, closed,            none,                      has<record_saved> >,
        Row < callback_due,      event::callback_done,      closed,            none,                      none >,
        Row < callback_due,      event::callback_cancelled, closed,            none,                      none >,
        Each< recovering,        event::callback_unreachable, wrap_up,         none,                      rule<"C-45"> >,
        Each< recovering,        event::callback_unreachable, closed,          none,                      all<has<record_saved>, rule<"C-45">> >,
        Row < callback_due,      event::callback_unreachable, closed,          none,                      rule<"C-45"> >,

        // ---- the record
        Each< after_drop,        event::save_record,        none,              does<sets<record_saved>>,  complete_entry >,
        Row < wrap_up,           event::save_record,        closed,            none,                      complete_entry >
    >;
    // clang-format on
};

}  // namespace caseclock::workflows::call
