// SPDX-License-Identifier: Apache-2.0
//
// A machine in the style of a call, for the tests and benchmarks of machine/: 12 states, 32 rows, one region.
#pragma once

#include "caseclock/machine/workflow.hpp"

namespace example {
using namespace caseclock;

enum class fact { identified, consented, greeted, announced, apologised, recorded, overdue, promised };
BOOST_DESCRIBE_ENUM(fact, identified, consented, greeted, announced, apologised, recorded, overdue, promised)
enum class attribute { rings, holds, agent, callbacks, score };
BOOST_DESCRIBE_ENUM(attribute, rings, holds, agent, callbacks, score)
enum class cue { greeting, hold_notice, farewell, apology };
BOOST_DESCRIBE_ENUM(cue, greeting, hold_notice, farewell, apology)
enum class role { supervisor, quality };
BOOST_DESCRIBE_ENUM(role, supervisor, quality)
using enum fact;
using enum attribute;

namespace event {
struct rang { };                                        BOOST_DESCRIBE_STRUCT(rang, (), ())
struct answered { caseclock::name agent; };             BOOST_DESCRIBE_STRUCT(answered, (), (agent))
struct said { bool identified, consented, greeted, announced, apologised; };
BOOST_DESCRIBE_STRUCT(said, (), (identified, consented, greeted, announced, apologised))
struct hold { std::chrono::milliseconds announced_for; }; BOOST_DESCRIBE_STRUCT(hold, (), (announced_for))
struct resumed { };                                     BOOST_DESCRIBE_STRUCT(resumed, (), ())
struct consulted { std::uint32_t whom; };               BOOST_DESCRIBE_STRUCT(consulted, (), (whom))
struct handed { caseclock::name agent; };               BOOST_DESCRIBE_STRUCT(handed, (), (agent))
struct hung_up { std::uint32_t by; };                   BOOST_DESCRIBE_STRUCT(hung_up, (), (by))
struct drop { };                                        BOOST_DESCRIBE_STRUCT(drop, (), ())
struct record { std::uint32_t score; };                 BOOST_DESCRIBE_STRUCT(record, (), (score))
struct dialled { };                                     BOOST_DESCRIBE_STRUCT(dialled, (), ())
struct expired { };                                     BOOST_DESCRIBE_STRUCT(expired, (), ())
struct reopened { };                                    BOOST_DESCRIBE_STRUCT(reopened, (), ())
struct opened { caseclock::name agent; };               BOOST_DESCRIBE_STRUCT(opened, (), (agent))
}  // namespace event

struct ticket {};  // the machine a call opens

// what happens
inline void count_ring(step& now)       { ++now[rings]; }
inline void welcome(step& now)          { now.cue(cue::greeting); }
inline void start_music(step& now)      { ++now[holds]; now.cue(cue::hold_notice, now[holds]); }
inline void stop_music(step& now)       { now.cue(cue::apology); }
inline void alarm(step& now)            { now.tell(role::supervisor); }
inline void arrange_callback(step& now) { ++now[callbacks]; now.raise(event::expired{}); }
inline void open_ticket(step& now)      { now.open<ticket>(event::opened{}, with<agent>); }

// what is asked
inline bool few_rings(step& now)                      { return now[rings] < 3; }
inline bool short_hold(const event::hold& e, step&)   { return e.announced_for <= std::chrono::minutes(1); }
inline bool by_customer(const event::hung_up& e, step&) { return e.by == 0; }
inline bool may_try_again(step& now)                  { return now[callbacks] < 3; }

struct waiting {};  // flags
struct open_ { static constexpr std::string_view name = "open"; };

struct ringing      : state<enter<>, leave<>, flags<waiting, open_>> {};
struct talking      : state<enter<>, leave<>, flags<open_>> {};
struct held         : state<enter<start_music>, leave<stop_music>, flags<waiting, open_>> {};
struct consulting   : state<> {};
struct transferring : state<> {};
struct wrap_up      : state<> {};
struct abandoned    : state<> {};
struct dropped      : state<enter<alarm>> {};
struct callback     : state<> {};
struct calling_back : state<> {};
struct follow_up    : state<> {};
struct closed       : state<> {};

struct call : workflow<call> {
    using facts = facts_of<fact, lasts<announced, until_left<held>, rule<"G-03">>, lasts<apologised, until<event::hung_up>>>;
    using attributes = attributes_of<attribute, counted<rings>, counted<holds>, named<agent>, counted<callbacks>, counted<score>>;
    using cues = example::cue;
    using roles = example::role;
    using rules = rule<"SYS-11">;
    using initial_state = ringing;
    using transition_table = table<
        //   from          event             to            does                                  if, needs, ought
        Row< ringing,      event::rang,      none,         does<count_ring>,                     when<few_rings>                          >,
        Row< ringing,      event::answered,  talking,      does<welcome, sets<recorded>>,        none                                     >,
        Row< ringing,      event::hung_up,   abandoned,    none,                                 none                                     >,
        Row< ringing,      event::expired,   ringing,      does<sets<overdue>, alarm>,           lacks<overdue>                           >,
        Row< talking,      event::said,      none,         none,                                 none                                     >,
        Row< talking,      event::hold,      held,         none,                                 all<needs<announced, apologised>, ought<greeted, rule<"G-07">{}>> >,
        Row< talking,      event::hold,      none,         does<clears<apologised>>,             all<when<short_hold>, lacks<announced>>  >,
        Row< talking,      event::consulted, consulting,   none,                                 needs<identified>                        >,
        Row< talking,      event::handed,    transferring, none,                                 all<needs<identified, consented>, rule<"G-11">> >,
        Row< talking,      event::hung_up,   wrap_up,      does<open_ticket>,                    ought<greeted, identified>               >,
        Row< talking,      event::hung_up,   wrap_up,      none,                                 when<by_customer>                        >,
        Row< talking,      event::drop,      dropped,      none,                                 none                                     >,
        Row< held,         event::resumed,   talking,      none,                                 none                                     >,
        Row< held,         event::expired,   none,         does<sets<overdue>, alarm>,           lacks<overdue>                           >,
        Row< held,         event::hung_up,   abandoned,    none,                                 none                                     >,
        Row< held,         event::drop,      dropped,      none,                                 none                                     >,
        Row< consulting,   event::resumed,   talking,      none,                                 none                                     >,
        Row< consulting,   event::handed,    transferring, none,                                 any<has<consented>, when<may_try_again>> >,
        Row< consulting,   event::hung_up,   abandoned,    none,                                 none                                     >,
        Row< transferring, event::answered,  talking,      does<welcome>,                        none                                     >,
        Row< transferring, event::expired,   talking,      does<alarm>,                          none                                     >,
        Row< wrap_up,      event::record,    closed,       none,                                 none                                     >,
        Row< wrap_up,      event::record,    follow_up,    none,                                 has<promised>                            >,
        Row< wrap_up,      event::expired,   none,         does<sets<overdue>>,                  lacks<overdue>                           >,
        Row< abandoned,    event::dialled,   calling_back, none,                                 when<may_try_again>                      >,
        Row< dropped,      event::expired,   callback,     does<arrange_callback>,               none                                     >,
        Row< callback,     event::dialled,   calling_back, none,                                 none                                     >,
        Row< callback,     event::expired,   closed,       does<alarm>,                          none                                     >,
        Row< calling_back, event::answered,  talking,      does<welcome>,                        none                                     >,
        Row< calling_back, event::expired,   callback,     does<arrange_callback>,               when<may_try_again>                      >,
        Row< follow_up,    event::record,    closed,       does<clears<promised>>,               none                                     >,
        Row< closed,       event::reopened,  follow_up,    does<sets<promised>>,                 none                                     >
    >;
};

}  // namespace example
