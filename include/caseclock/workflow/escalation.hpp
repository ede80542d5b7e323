// SPDX-License-Identifier: Apache-2.0
//
// An escalation: a case goes to somebody who can do more, who then contacts the customer. One machine for all of them, told apart by `to`:
// the specialist of a hotline, the engineer who helps on another channel, the expert seat, a technical team, the technical centre.
//
//   proposed > customer_informed > consented > handover_ready > transferred > in_contact > solved
//                  |    |                                        |      ^  `------------> returned
//                  |    `---- leave_contact, add_account --------'      |
//                  v                                       unanswered --'  the next specialist is named
//               declined                                                    promote: from anywhere, to the technical centre
//
// Limits are clocks of a rulebook, which raise `contact_limit_passed` and `offer_expired`. A case that asked its customer itself and wrote
// the record opens the escalation with pass_on, at `transferred`; the call that offers another channel opens it with offer_engineer.
#pragma once

#include "caseclock/machine/workflow.hpp"
#include "caseclock/workflow/shared_guards.hpp"
#include "caseclock/workflow/words.hpp"

namespace caseclock::workflows::escalation {

/// Who can do more.
enum class whom { specialist, engineer, technical_team, senior_agent, supervisor, product_manager, department_head, expert, technical_centre };
BOOST_DESCRIBE_ENUM(whom, specialist, engineer, technical_team, senior_agent, supervisor, product_manager, department_head, expert, technical_centre)
/// Why the technical centre: a fault of many at once, or one that sits deep.
enum class hard_problem { none, major, hardware, system, application };
BOOST_DESCRIBE_ENUM(hard_problem, none, major, hardware, system, application)

// handler: who is to contact the customer now; agreed_at: when the customer agreed; asked: how many were asked to contact him
enum class attribute { to, problem, priority, owner, handler, caller, agreed_at, asked };
BOOST_DESCRIBE_ENUM(attribute, to, problem, priority, owner, handler, caller, agreed_at, asked)
enum class fact { beyond_authority, unsolvable_on_the_spot, customer_agrees, handover_written, contact_left, account_added, subscription_open };
BOOST_DESCRIBE_ENUM(fact, beyond_authority, unsolvable_on_the_spot, customer_agrees, handover_written, contact_left, account_added, subscription_open)
using enum attribute;
using enum fact;

/// The expert seats are manned while a fund is subscribed to; an ordinary seat transfers to them.
template <auto To, auto Open> struct expert_line_is_open {
    static constexpr std::string_view name = "expert_line_open";
    bool operator()(step& now) const { return now[To] != whom::expert || now.has(Open); }
};

// Attributes and facts that an event brings along are written beside it.
namespace event {
// clang-format off
struct propose { };          BOOST_DESCRIBE_STRUCT(propose, (), ())          // to, owner, caller, priority, beyond_authority, ...
struct inform_customer { };  BOOST_DESCRIBE_STRUCT(inform_customer, (), ())
struct consent { };          BOOST_DESCRIBE_STRUCT(consent, (), ())
struct decline { };          BOOST_DESCRIBE_STRUCT(decline, (), ())
struct leave_contact { };    BOOST_DESCRIBE_STRUCT(leave_contact, (), ())    // where the engineer reaches the customer
struct add_account { };      BOOST_DESCRIBE_STRUCT(add_account, (), ())      // the customer added ours
struct write_handover { };   BOOST_DESCRIBE_STRUCT(write_handover, (), ())
struct transfer { };         BOOST_DESCRIBE_STRUCT(transfer, (), ())         // handler, customer_agrees, handover_written
struct hand_over { };        BOOST_DESCRIBE_STRUCT(hand_over, (), ())        // handler
struct contact { };          BOOST_DESCRIBE_STRUCT(contact, (), ())
struct assign_next { };      BOOST_DESCRIBE_STRUCT(assign_next, (), ())      // handler
struct promote { };          BOOST_DESCRIBE_STRUCT(promote, (), ())          // problem, handler
struct solve { };            BOOST_DESCRIBE_STRUCT(solve, (), ())
struct give_back { };        BOOST_DESCRIBE_STRUCT(give_back, (), ())
struct withdraw { };         BOOST_DESCRIBE_STRUCT(withdraw, (), ())
/// The same as propose and what follows, said by the case that asked for it.
struct passed_on { instant agreed_at{}; using origin = raised_only; };
BOOST_DESCRIBE_STRUCT(passed_on, (), (agreed_at))
struct offered { using origin = raised_only; };               BOOST_DESCRIBE_STRUCT(offered, (), ())
struct contact_limit_passed { using origin = raised_only; };  BOOST_DESCRIBE_STRUCT(contact_limit_passed, (), ())
struct offer_expired { using origin = raised_only; };         BOOST_DESCRIBE_STRUCT(offer_expired, (), ())
// clang-format on
}  // namespace event

enum class cue { transfer, channel_offer };
BOOST_DESCRIBE_ENUM(cue, transfer, channel_offer)
enum class role { technical_centre };
BOOST_DESCRIBE_ENUM(role, technical_centre)

// ---- what is asked
inline bool target_known(step& now) { return now[to].is_set(); }
inline constexpr is_out_of_reach<beyond_authority, unsolvable_on_the_spot> out_of_reach{};
inline constexpr expert_line_is_open<to, subscription_open> expert_line_open{};
inline bool problem_known(step& now) { return now[problem].is_set() && now[problem] != hard_problem::none; }

// ---- what happens
inline void ask_customer(step& now) {
    if (now[to] == whom::engineer) now.cue(cue::channel_offer);
    else now.cue(cue::transfer);
}
inline void note_consent(step& now) {
    now.set(customer_agrees);
    now[agreed_at] = now.at();
}
inline void ask_one_more(step& now) { ++now[asked]; }
inline void take_over(const event::passed_on& e, step& now) {
    sets<customer_agrees, handover_written>(now);
    now[agreed_at] = e.agreed_at;
}
inline void go_to_the_centre(step& now) {
    now[to] = whom::technical_centre;
    now[agreed_at].unset();  // the centre has its time from now
    now.tell(role::technical_centre);
}

// ---- states
struct waiting {};  // a flag: the customer was promised a contact
struct proposed          : state<enter<>, leave<>, flags<status::pending>> {};
struct customer_informed : state<enter<ask_customer>, leave<>, flags<status::pending>> {};
struct consented         : state<enter<>, leave<>, flags<status::processing, waiting>> {};
struct handover_ready    : state<enter<>, leave<>, flags<status::processing, waiting>> {};
struct transferred       : state<enter<ask_one_more>, leave<>, flags<status::processing, waiting>> {};
struct unanswered        : state<enter<>, leave<>, flags<status::processing, waiting>> {};
struct in_contact        : state<enter<>, leave<>, flags<status::processing>> {};
struct solved            : final_state<enter<>, flags<status::completed>> {};
struct returned          : final_state<enter<>, flags<status::completed>> {};
struct declined          : final_state<enter<>, flags<status::completed>> {};
struct withdrawn         : final_state<enter<>, flags<status::completed>> {};

using undecided = group<proposed, customer_informed>;
using agreed = group<consented, handover_ready>;
using before_transfer = groups<undecided, agreed>;
using with_specialist = group<transferred, unanswered, in_contact>;
using open_ = groups<before_transfer, with_specialist>;

// ---- what rows ask for
struct beyond_reach       : needs<target_known, out_of_reach, rule<"G-08">{}> {};
struct agreed_and_written : all<needs<customer_agrees, rule<"G-09">{}>, needs<handover_written, rule<"G-10">{}>> {};
struct on_the_expert_line : needs<expert_line_open, rule<"G-59">{}> {};
struct may_transfer       : all<beyond_reach, agreed_and_written, on_the_expert_line> {};
struct deep_enough        : all<needs<problem_known, rule<"SYS-74">{}>, needs<handover_written, rule<"G-10">{}>> {};
struct to_engineer        : is<to, whom::engineer> {};

struct lifecycle : workflow<lifecycle> {
    static constexpr std::string_view name = "escalation";
    using facts = facts_of<fact,
        lasts<handover_written,  until<event::promote>, rule<"G-10">>,
        lasts<subscription_open, rule<"T-57", "C-47">>>;
    using attributes = attributes_of<attribute,
        enumerated<to, whom, rule<"SYS-36", "C-17">>,
        enumerated<problem, hard_problem, rule<"SYS-74">>,
        enumerated<priority, level>,
        named<owner, rule<"C-43">>,
        named<handler, rule<"C-43">>,
        named<caller>,
        dated<agreed_at, rule<"T-04", "C-55">>,
        counted<asked, rule<"T-04">>>;
    using cues = escalation::cue;
    using roles = escalation::role;
    using rules = rule<"SYS-17", "SYS-36", "SYS-67", "SYS-74">;
    using initial_state = proposed;
    // clang-format off
    using transition_table = table<
        //    from               event                        to                 does                        if, needs, ought

        // ---- the customer is asked
        Row < proposed,          event::propose,              none,              none,                       beyond_reach >,
        Row < proposed,          event::offered,              customer_informed, none,                       rule<"SYS-17"> >,
        Row < proposed,          event::inform_customer,      customer_informed, none,                       all<beyond_reach, on_the_expert_line> >,
        Row < customer_informed, event::consent,              consented,         does<note_consent>,         rule<"G-09"> >,
        Each< undecided,         event::decline,              declined,          none,                       rule<"G-09"> >,
        Row < customer_informed, event::offer_expired,        declined,          none,                       none >,

        // ---- an engineer on another channel: who leaves or adds an account agrees
        Row < customer_informed, event::leave_contact,        transferred,       does<note_consent, sets<contact_left>>,  all<to_engineer, rule<"T-05">> >,
        Row < customer_informed, event::add_account,          transferred,       does<note_consent, sets<account_added>>, all<to_engineer, rule<"SYS-17">> >,

        // ---- handed over with a record
        Row < consented,         event::write_handover,       handover_ready,    does<sets<handover_written>>, rule<"F-05"> >,
        Each< with_specialist,   event::write_handover,       none,              does<sets<handover_written>>, rule<"F-05"> >,
        Each< before_transfer,   event::transfer,             transferred,       none,                       may_transfer >,
        Row < proposed,          event::passed_on,            transferred,       does<take_over>,            rule<"G-08"> >,

        // ---- the customer is contacted, or the next one is asked to
        Each< agreed,            event::contact_limit_passed, none,              none,                       rule<"C-55"> >,
        Row < transferred,       event::contact_limit_passed, unanswered,        none,                       rule<"T-04", "T-05"> >,
        Row < unanswered,        event::assign_next,          transferred,       none,                       rule<"T-04", "T-05"> >,
        Each< with_specialist,   event::hand_over,            none,              none,                       rule<"C-43"> >,
        Row < transferred,       event::contact,              in_contact,        none,                       none >,
        Row < unanswered,        event::contact,              in_contact,        none,                       none >,
        Row < in_contact,        event::contact,              none,              none,                       none >,

        // ---- a problem too hard for those asked so far
        Each< with_specialist,   event::promote,              transferred,       does<go_to_the_centre>,     deep_enough >,

        // ---- its end
        Row < in_contact,        event::solve,                solved,            none,                       none >,
        Each< with_specialist,   event::give_back,            returned,          none,                       none >,
        Each< open_,             event::withdraw,             withdrawn,         none,                       none >
    >;
    // clang-format on
};

/// Opens an escalation as the child `escalation` of the case that steps, whose customer agreed now and whose record is written.
template <auto... Attribute> void pass_on(step& now, whom who) {
    now.open<lifecycle>(event::passed_on{now.at()}, with<Attribute...>, given<to>(who));
}
/// Opens one that only offers an engineer on another channel: the customer decides.
template <auto... Attribute> void offer_engineer(step& now) {
    now.open<lifecycle>(event::offered{}, with<Attribute...>, given<to>(whom::engineer));
}

}  // namespace caseclock::workflows::escalation
