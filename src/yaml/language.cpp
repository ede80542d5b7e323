// SPDX-License-Identifier: Apache-2.0
#include "yaml/language.hpp"

#include <algorithm>
#include <array>

namespace caseclock::detail {

// ---- texts --------------------------------------------------------------------------------------------------------------------------
namespace {

using words = std::string_view;

constexpr shape text{.name = "a text", .text = true};
constexpr shape texts{.name = "a text or a list of texts", .text = true, .item = &text};
constexpr shape name{.name = "a name", .text = true};
constexpr shape names{.name = "a name or a list of names", .text = true, .item = &name};
constexpr shape rule_id{.name = "a rule id", .text = true};
constexpr shape rule_ids{.name = "a rule id or a list of them", .text = true, .item = &rule_id};
constexpr shape length{.name = "a duration", .text = true, .pattern = "^[0-9]", .example = "5m, 8 business hours, 3 days, 2 working days"};
constexpr shape number_of_things{.name = "a number of things", .text = true, .pattern = "^[0-9]+ [^0-9 ]", .example = "10 units"};
constexpr shape zone_name{.name = "a zone", .text = true, .example = "Asia/Shanghai"};
constexpr shape phrase{.name = "a due phrase",
                       .text = true,
                       .pattern = "^(none$|within |between |by |on the day before |[0-9$])",
                       .example = "within 5m, by agreed_at, between 24h and 72h, none"};
constexpr shape hours_of_day{.name = "hours of a day",
                             .text = true,
                             .pattern = "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?-[0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
                             .example = "\"09:00-12:00\""};
constexpr shape hours_list{.name = "hours of a day, or a list of them", .text = true, .item = &hours_of_day};
constexpr shape date{
    .name = "a date or dates", .text = true, .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}", .example = "2026-10-01, 2026-10-01..2026-10-07"};
constexpr shape date_list{.name = "a date or a list of dates", .text = true, .item = &date};
constexpr shape repeated{
    .name = "a length from completion to completion", .text = true, .example = "30 days, 4 business hours from completion, $option"};
constexpr shape rounding{
    .name = "how batches count", .text = true, .pattern = "^(ceil$|linear$|[$])", .example = "ceil, linear, or an option: $batch_days"};
constexpr shape max_pause{.name = "how long it may pause", .text = true, .example = "3 days, 8 business hours, $option"};
constexpr shape when_due{.name = "when a warning is given", .text = true, .pattern = "(%| left)$", .example = "80 %, 15s left"};
constexpr shape nth_miss{.name = "a miss by its number", .text = true, .pattern = "^[0-9]+(st|nd|rd|th) miss$", .example = "2nd miss"};

constexpr words mark_words[] = {"stated", "example", "derived", "blank"};
constexpr shape provenance{.name = "how sure it is", .text = true, .words = mark_words};
constexpr words languages[] = {"caseclock/1"};
constexpr shape language{.name = "the language", .text = true, .words = languages};
constexpr words late_words[] = {"as_of_now", "refuse", "accept"};
constexpr shape late{.name = "what becomes of late events", .text = true, .words = late_words};
constexpr words hardness_words[] = {"hard", "soft", "off"};
constexpr shape hard{.name = "how hard a guard is", .text = true, .words = hardness_words};
constexpr shape guards{.name = "guards by rule id", .values = &hard};
constexpr words boundary_words[] = {"closing", "next_opening"};
constexpr shape at_boundary{.name = "where a duration ends that ends at a closing", .text = true, .words = boundary_words};
constexpr words option_kinds[] = {"duration", "count"};
constexpr shape option_kind{.name = "a kind of option", .text = true, .words = option_kinds};
constexpr words yes_no[] = {"yes", "no"};
constexpr shape truth{.name = "yes or no", .text = true, .words = yes_no};
constexpr words type_words[] = {"sla", "ola", "uc"};
constexpr shape promise{.name = "a type of promise", .text = true, .words = type_words};
constexpr words kind_words[] = {"promise", "wait"};
constexpr shape policy_kinds{.name = "a kind of policy", .text = true, .words = kind_words};
constexpr words from_words[] = {"the_instant", "next_opening"};
constexpr shape counted_from{.name = "from where working days are counted", .text = true, .words = from_words};
constexpr words snap_words[] = {"no", "next_opening"};
constexpr shape snap{.name = "where a due outside hours moves", .text = true, .words = snap_words};
constexpr words day_rules[] = {"count", "roll_first"};
constexpr shape working_days{.name = "how working days are counted", .text = true, .words = day_rules};
constexpr words change_words[] = {"retarget", "keep", "reset"};
constexpr shape change{.name = "what a change does", .text = true, .words = change_words};
constexpr shape changes{.name = "what changes of attributes do", .values = &change};
constexpr words count_words[] = {"each time", "once"};
constexpr shape counts{.name = "how often it counts", .text = true, .words = count_words};
constexpr words reopening_words[] = {"new_cycle", "continue"};
constexpr shape reopening{.name = "what a reopening does", .text = true, .words = reopening_words};
constexpr words case_word[] = {"case"};
constexpr shape the_case{.name = "the case", .text = true, .words = case_word};
constexpr words by_words[] = {"weekday"};
constexpr shape by_weekday{.name = "how a roster turns", .text = true, .words = by_words};
constexpr words unknown_words[] = {"is false", "is true"};
constexpr shape unknown{.name = "what an unset attribute counts as", .text = true, .words = unknown_words};
constexpr words attribute_kinds[] = {"name", "count", "instant", "duration"};
constexpr shape attribute_kind_word{.name = "a kind of attribute", .text = true, .words = attribute_kinds};
constexpr words units[] = {"real", "business", "working_days"};
constexpr shape unit{.name = "a unit", .text = true, .words = units};
constexpr words here_word[] = {"here"};
constexpr shape here{.name = "where a case begins", .text = true, .words = here_word};
constexpr words final_words[] = {"done", "cancelled"};
constexpr shape final_word{.name = "how a case ends", .text = true, .words = final_words};
constexpr words inside_word[] = {"inside"};
constexpr shape inside{.name = "that the state stays", .text = true, .words = inside_word};

// ---- calendars, words, options, roles ------------------------------------------------------------------------------------------------

constexpr key_shape rule_key{"rule", &rule_ids, "ids of the rules it comes from"};
constexpr key_shape mark_key{"mark", &provenance, "how sure it is: stated, an example, derived, left blank"};
constexpr key_shape note_key{"note", &text, "a remark for readers"};
constexpr key_shape title_key{"title", &text, "what a reader sees"};
constexpr shape reasons{.name = "reasons by finding", .values = &text};
constexpr key_shape ignore_key{"ignore", &reasons, "findings of the linter that need not be told, each with the reason"};

constexpr shape holidays{.name = "dates or their names by date", .text = true,
                         .example = "2026-10-01, [2026-10-01..2026-10-07], {2026-10-01..2026-10-07: National Day}", .item = &date, .values = &text};
constexpr shape week{.name = "hours by weekday", .values = &hours_list};
constexpr shape dated{.name = "hours by date", .values = &hours_list};
constexpr key_shape calendar_keys[] = {{"zone", &zone_name, "its zone; else the rulebook's"},
                                       {"week", &week, "hours by weekday: mon, mon-fri"},
                                       {"holidays", &holidays, "dates on which the weekly hours do not open"},
                                       {"hours", &dated, "hours of single dates; they beat holidays and weekly hours"},
                                       {"breaks", &dated, "what is cut out of single dates"},
                                       {"at_boundary", &at_boundary, "where a duration ends that ends exactly at a closing"},
                                       rule_key,
                                       mark_key,
                                       note_key,
                                       ignore_key};
constexpr record_shape calendar_record[] = {{.keys = calendar_keys}};
constexpr shape calendar_shape{.name = "a calendar", .records = calendar_record};
constexpr shape calendars{.name = "calendars", .values = &calendar_shape};
constexpr key_shape period_keys[] = {{"zone", &zone_name, "its zone; else the rulebook's"},
                                     {"week", &week, "hours by weekday: mon, mon-fri"},
                                     {"holidays", &holidays, "dates on which the weekly hours do not open"},
                                     {"hours", &dated, "hours of single dates; they beat holidays and weekly hours"},
                                     {"breaks", &dated, "what is cut out of single dates"},
                                     {"dates", &date_list, "dates that are open all day"},
                                     rule_key,
                                     mark_key,
                                     note_key};
constexpr record_shape period_record[] = {{.keys = period_keys}};
constexpr shape period_shape{.name = "a period", .records = period_record};
constexpr shape periods{.name = "periods", .values = &period_shape};

constexpr key_shape word_keys[] = {
    {"means", &length, "how long it is", true}, {"zh-CN", &text, "the word in Chinese"}, rule_key, mark_key, note_key, ignore_key};
constexpr record_shape word_record[] = {{.keys = word_keys}};
constexpr shape word{.name = "a word", .records = word_record};
constexpr shape word_list{.name = "words", .values = &word};

constexpr key_shape option_keys[] = {{"choices", &texts, "the readings to choose from"},
                                     {"kind", &option_kind, "instead of choices: a duration or a count"},
                                     {"default", &text, "the choice that is made", true},
                                     rule_key,
                                     mark_key,
                                     note_key,
                                     ignore_key};
constexpr words option_ways[] = {"choices", "kind"};
constexpr record_shape option_record[] = {{.keys = option_keys, .one_of = option_ways}};
constexpr shape option{.name = "an option", .records = option_record};
constexpr shape options{.name = "options", .values = &option};
constexpr shape choice_made{.name = "a choice of an option", .text = true, .example = "2 rings"};
constexpr shape choices_made{.name = "choices by option", .values = &choice_made};

constexpr key_shape role_keys[] = {title_key,
                                   {"scope", &text, "for what it is kept: a shift, a store"},
                                   {"outside", &text, "that it is nobody of the desk"},
                                   {"roster", &name, "who holds it by turns"},
                                   rule_key,
                                   mark_key,
                                   note_key,
                                   ignore_key};
constexpr record_shape role_record[] = {{.keys = role_keys}};
constexpr shape role{.name = "a role", .records = role_record};
constexpr shape roles{.name = "roles", .values = &role};

constexpr key_shape roster_keys[] = {
    {"by", &by_weekday, "how it turns", true}, {"nobody", &name, "the role that stands in"}, rule_key, mark_key, note_key, ignore_key};
constexpr record_shape roster_record[] = {{.keys = roster_keys, .others = &name, .others_are = "a weekday (mon, sat-sun)"}};
constexpr shape roster{.name = "a roster", .records = roster_record};
constexpr shape rosters{.name = "rosters", .values = &roster};

constexpr key_shape cue_keys[] = {
    {"text", &text, "what an agent should say"}, {"zh-CN", &text, "the same in Chinese"}, rule_key, mark_key, note_key};
constexpr record_shape cue_record[] = {{.keys = cue_keys}};
constexpr shape cue{.name = "a cue", .records = cue_record};
constexpr shape cues{.name = "cues", .values = &cue};

constexpr key_shape form_keys[] = {title_key,
                                   {"required", &texts, "fields that must be filled in"},
                                   {"optional", &texts, "further fields"},
                                   {"complete", &name, "the fact that says it is filled in"},
                                   rule_key,
                                   mark_key,
                                   note_key};
constexpr record_shape form_record[] = {{.keys = form_keys}};
constexpr shape form{.name = "a form", .records = form_record};
constexpr shape forms{.name = "forms", .values = &form};

constexpr key_shape limit_keys[] = {{"raised_events", &number_of_things, "events and children that one event brings about"},
                                    {"firings", &number_of_things, "firings of one case and its children at one instant"}};
constexpr record_shape limit_record[] = {{.keys = limit_keys}};
constexpr shape limit_shape{.name = "limits", .records = limit_record};

}  // namespace

// ---- conditions ---------------------------------------------------------------------------------------------------------------------

extern const shape condition_shape, condition_list;
namespace {

constexpr shape value_text{.name = "a value", .text = true};
constexpr shape value_list{.name = "a value or a list of values", .text = true, .item = &value_text};
constexpr key_shape compared_keys[] = {{"at_most", &value_text, "set, and not above"},
                                       {"at_least", &value_text, "set, and not below"},
                                       {"above", &value_text, "set, and above"},
                                       {"below", &value_text, "set, and below"},
                                       {"not", &value_list, "set, and none of these"}};
constexpr record_shape compared_record[] = {{.keys = compared_keys, .called = "a comparison"}};
constexpr shape compared{.name = "what an attribute says",
                         .text = true,
                         .example = "a value, is set, is unset",
                         .item = &value_text,
                         .records = compared_record};
constexpr shape option_is_shape{.name = "options and their choices", .values = &value_list};
constexpr key_shape condition_keys[] = {{"all", &condition_list, "all of these"},
                                        {"any", &condition_list, "at least one of these"},
                                        {"none", &condition_list, "none of these"},
                                        {"fact", &names, "facts that hold"},
                                        {"lacks", &names, "facts that do not hold"},
                                        {"state", &names, "states, groups or flags"},
                                        {"machine", &names, "machines"},
                                        {"option", &option_is_shape, "an option has this choice"},
                                        {"unknown", &unknown, "what an unset attribute counts as"},
                                        rule_key};
constexpr record_shape condition_record[] = {
    {.keys = condition_keys, .others = &compared, .others_are = "an attribute", .called = "a condition"}};
constexpr auto pause_keys = [] {
    std::array<key_shape, std::size(condition_keys) + 1> keys{};
    keys.back() = {"max_pause", &max_pause, "how long this reason may pause; until it ends it then pauses no more"};
    std::copy(std::begin(condition_keys), std::end(condition_keys), keys.begin());
    return keys;
}();
constexpr record_shape pause_record[] = {{.keys = pause_keys, .others = &compared, .others_are = "an attribute", .called = "a reason to pause"}};

}  // namespace
constinit const shape condition_shape{.name = "a condition",
                                      .text = true,
                                      .example = "a condition or a fact by its name",
                                      .item = &condition_shape,
                                      .records = condition_record};
constinit const shape condition_list{
    .name = "a condition or a list of conditions", .text = true, .item = &condition_shape, .records = condition_record};
namespace {
constexpr shape pause_shape{.name = "a reason to pause",
                            .text = true,
                            .example = "a condition, and beside it max_pause",
                            .item = &condition_shape,
                            .records = pause_record};
constexpr shape pause_list{.name = "a reason to pause or a list of them", .text = true, .item = &pause_shape, .records = pause_record};
constexpr shape conditions{.name = "conditions", .values = &condition_shape};

// ---- policies -----------------------------------------------------------------------------------------------------------------------

}  // namespace
extern const shape trigger_list, trigger_shape;
namespace {
constexpr words trigger_verbs[] = {"event", "enters", "leaves", "fact", "loses", "changes", "opened", "all"};
constexpr key_shape trigger_keys[] = {{"event", &name, "an event was accepted"},
                                      {"enters", &name, "a state, or from outside a group, is entered"},
                                      {"leaves", &name, "a state, or to outside a group, is left"},
                                      {"fact", &name, "a fact becomes true"},
                                      {"loses", &name, "a fact ceases to be true"},
                                      {"changes", &name, "an attribute changes"},
                                      {"opened", &the_case, "the case is opened"},
                                      {"all", &trigger_list, "all of these, in any order"},
                                      {"if", &condition_shape, "only if this holds"},
                                      {"since", &name, "of a start: the instant attribute that backdates it"}};
constexpr key_shape choose_keys[] = {{"choose", &name, "the option that decides", true}};
constexpr record_shape trigger_records[] = {{.keys = choose_keys,
                                             .others = &trigger_list,
                                             .others_are = "a choice of the option",
                                             .chosen_by = "choose",
                                             .called = "a choice of triggers"},
                                            {.keys = trigger_keys, .one_of = trigger_verbs, .called = "a trigger"}};
constexpr record_shape trigger_record[] = {{.keys = trigger_keys, .one_of = trigger_verbs, .called = "a trigger"}};
}  // namespace
constinit const shape trigger_shape{.name = "a trigger", .records = trigger_record};
constinit const shape trigger_list{.name = "a trigger or a list of triggers", .item = &trigger_shape, .records = trigger_record};
namespace {
constexpr shape triggers{.name = "a trigger, a list of triggers, or a choice of them", .item = &trigger_shape, .records = trigger_records};

constexpr words reaction_verbs[] = {"tell", "remind", "say", "order", "note", "raise"};
constexpr key_shape tell_key{"tell", &names, "notify a role"};
constexpr key_shape remind_key{"remind", &names, "remind a role"};
constexpr key_shape say_key{"say", &name, "a cue for the agent"};
constexpr key_shape order_key{"order", &name, "an order to the host"};
constexpr key_shape noted_key{"note", &name, "a note for the record"};
constexpr key_shape raise_key{"raise", &name, "an event of the case"};
constexpr key_shape to_role_key{"to", &name, "of say and order: the role it is for"};
constexpr key_shape from_key{"from", &nth_miss, "only from the n-th miss of the case on"};
constexpr key_shape if_key{"if", &condition_shape, "only if this holds"};
constexpr key_shape reaction_keys[] = {tell_key,    remind_key, say_key, order_key, noted_key, raise_key,
                                       to_role_key, from_key,   if_key,  mark_key,  rule_key};
constexpr record_shape reaction_record[] = {{.keys = reaction_keys, .one_of = reaction_verbs, .called = "a reaction"}};
constexpr shape reaction_shape{.name = "a reaction", .records = reaction_record};
constexpr shape reactions{.name = "a reaction or a list of reactions", .item = &reaction_shape, .records = reaction_record};
constexpr key_shape warning_keys[] = {{"at", &when_due, "a share of the target, or so much time left", true},
                                      tell_key,
                                      remind_key,
                                      say_key,
                                      order_key,
                                      noted_key,
                                      raise_key,
                                      to_role_key,
                                      from_key,
                                      if_key,
                                      mark_key,
                                      rule_key};
constexpr record_shape warning_record[] = {{.keys = warning_keys, .one_of = reaction_verbs, .called = "a warning"}};
constexpr shape warning_shape{.name = "a warning", .records = warning_record};
constexpr shape warnings{.name = "a warning or a list of warnings", .item = &warning_shape, .records = warning_record};

constexpr shape level_at{.name = "when a level comes",
                         .text = true,
                         .pattern = "^the deadline$|( before| after)$",
                         .example = "the deadline, 30m before, 1 business hour after"};
constexpr words answered_words[] = {"acknowledged"};
constexpr shape unless_answered{.name = "what makes a level needless", .text = true, .words = answered_words};
constexpr shape some_length{.name = "a duration or a word for one", .text = true, .example = "5m, 1 business hour, immediately"};
constexpr key_shape ladder_key{"ladder", &name, "who is told at which offset from the deadline"};
constexpr key_shape level_keys[] = {{"at", &level_at, "the deadline, or so long before or after it", true},
                                    tell_key,
                                    remind_key,
                                    say_key,
                                    order_key,
                                    noted_key,
                                    raise_key,
                                    to_role_key,
                                    {"do", &reactions, "further things that follow, each with its own if and from"},
                                    {"acknowledge_within", &some_length, "how long somebody has to acknowledge it; else the next level comes at once"},
                                    {"unless", &unless_answered, "passed over when the level that asked last was acknowledged"},
                                    {"if", &condition_shape, "passed over where this does not hold when it comes"},
                                    {"from", &nth_miss, "passed over before the n-th miss of the case"},
                                    mark_key,
                                    rule_key};
constexpr record_shape level_record[] = {{.keys = level_keys, .called = "a level"}};
constexpr shape level_shape{.name = "a level", .records = level_record};
constexpr shape level_list{.name = "a list of levels", .item = &level_shape};
constexpr key_shape ladder_keys[] = {{"levels", &level_list, "in the order in which they come", true}, rule_key, mark_key, note_key, ignore_key};
constexpr record_shape ladder_record[] = {{.keys = ladder_keys, .called = "a ladder"}};
constexpr shape ladder_shape{.name = "a list of levels, or levels with a rule", .item = &level_shape, .records = ladder_record};
constexpr shape ladder_list{.name = "ladders", .values = &ladder_shape};

constexpr key_shape due_keys[] = {{"if", &condition_shape, "the target counts if this holds"},
                                  {"due", &phrase, "when it is due", true},
                                  {"otherwise", &phrase, "where the attribute that due reads is unset"},
                                  {"not_later_than", &phrase, "a cap: the earlier of the two is the due"},
                                  {"rounding", &rounding, "of within DURATION per N: how a batch that is not full counts"},
                                  {"calendar", &name, "what it is counted in"},
                                  ladder_key,
                                  rule_key,
                                  mark_key};
constexpr record_shape due_record[] = {{.keys = due_keys}};
constexpr shape due_shape{.name = "a target", .records = due_record};
constexpr shape dues{
    .name = "a due phrase or a list of targets", .text = true, .pattern = phrase.pattern, .example = phrase.example, .item = &due_shape};

constexpr key_shape start_key{"start", &triggers, "what starts the clock"};
constexpr key_shape stop_key{"stop", &triggers, "what stops it"};
constexpr key_shape cancel_key{"cancel", &triggers, "what ends it without a verdict"};
constexpr key_shape reset_key{"reset", &triggers, "what starts it anew"};
constexpr key_shape done_key{"done_by", &triggers, "what completes a cycle: it is judged, and the next one starts"};
constexpr key_shape reopened_key{"reopened", &triggers, "what reopens a clock that has ended"};
constexpr key_shape when_reopened_key{"when_reopened", &reopening, "a new cycle starts, or the old one goes on; the time between was a pause"};
constexpr key_shape pause_key{"pause_while", &pause_list, "reasons to pause, at most 8"};
constexpr key_shape counts_key{"counts", &counts, "every start, or the first of a case"};

constexpr words metric_values[] = {"state"};
constexpr shape metric_takes{.name = "what a metric is told", .text = true, .words = metric_values};
constexpr key_shape metric_part_keys[] = {start_key,    stop_key,          cancel_key, reset_key,  done_key,
                                          reopened_key, when_reopened_key, pause_key,  counts_key, rule_key, mark_key, note_key};
constexpr record_shape metric_part_record[] = {{.keys = metric_part_keys, .called = "a machine's part of a metric"}};
constexpr shape metric_part_shape{.name = "a machine's part of a metric", .records = metric_part_record};
constexpr key_shape metric_keys[] = {title_key, {"takes", &metric_takes, "what a policy says with its name; $state stands for it"}, rule_key, mark_key, note_key};
constexpr record_shape metric_record[] = {{.keys = metric_keys, .others = &metric_part_shape, .others_are = "a machine, or any", .called = "a metric"}};
constexpr shape metric_shape{.name = "a metric", .records = metric_record};
constexpr shape metric_list{.name = "metrics", .values = &metric_shape};
constexpr shape metric_name{.name = "a metric by its name", .text = true, .example = "first_response, {time_in_state: on_hold}", .values = &name};

constexpr key_shape policy_keys[] = {title_key,
                                     rule_key,
                                     mark_key,
                                     note_key,
                                     ignore_key,
                                     {"type", &promise, "towards the customer, inside, or a supplier's"},
                                     {"machine", &names, "whose cases; else of every machine that knows all the names used"},
                                     {"kind", &policy_kinds, "a promise has a verdict, a wait does not"},
                                     {"metric", &metric_name, "what starts, stops and pauses it where the policy does not say so itself"},
                                     start_key,
                                     stop_key,
                                     cancel_key,
                                     reset_key,
                                     done_key,
                                     reopened_key,
                                     when_reopened_key,
                                     pause_key,
                                     {"due", &dues, "when it is due; of a list the first that holds"},
                                     {"every", &repeated, "instead of due: from each completion to the next, see done_by"},
                                     {"otherwise", &phrase, "where the attribute that due reads is unset"},
                                     {"not_later_than", &phrase, "a cap on every due: the earlier of the two counts"},
                                     {"rounding", &rounding, "of within DURATION per N: how a batch that is not full counts"},
                                     {"calendar", &name, "what it is counted in"},
                                     {"from", &counted_from, "from where working days are counted"},
                                     {"snap", &snap, "where a due outside hours moves"},
                                     {"working_days", &working_days, "how working days are counted"},
                                     {"when_changed", &changes, "what changes of attributes do to a running clock"},
                                     counts_key,
                                     {"window_opens", &reactions, "what follows when the window opens"},
                                     {"met", &reactions, "what follows when it is met"},
                                     {"missed", &reactions, "what follows when it is missed"},
                                     {"early", &reactions, "what follows when it is stopped before its window"},
                                     {"ends", &reactions, "of a wait: what follows its end"},
                                     {"warn", &warnings, "what follows before the deadline, at most 8"},
                                     ladder_key};
constexpr words due_ways[] = {"due", "every"};
constexpr record_shape policy_record[] = {{.keys = policy_keys, .one_of = due_ways}};
constexpr shape policy_shape{.name = "a policy", .records = policy_record};
constexpr shape policies{.name = "policies", .values = &policy_shape};

// ---- machines -----------------------------------------------------------------------------------------------------------------------

constexpr key_shape attribute_keys[] = {{"one_of", &texts, "its values by name"},
                                        {"kind", &attribute_kind_word, "a text of the host, a number, an instant, a duration"},
                                        {"unit", &unit, "of a duration: how it is counted"},
                                        rule_key,
                                        note_key};
constexpr words attribute_ways[] = {"one_of", "kind"};
constexpr record_shape attribute_record[] = {{.keys = attribute_keys, .one_of = attribute_ways}};
constexpr shape attribute_shape{.name = "an attribute", .records = attribute_record};
constexpr shape attributes{.name = "attributes", .values = &attribute_shape};

constexpr key_shape until_keys[] = {
    {"event", &names, "an event"}, {"leaves", &names, "a state is left"}, {"enters", &names, "a state is entered"}};
constexpr record_shape until_record[] = {{.keys = until_keys}};
constexpr shape until{.name = "what ends a fact", .records = until_record};
constexpr key_shape fact_keys[] = {{"until", &until, "what ends it; else it lasts as long as its case"}, rule_key, note_key};
constexpr record_shape fact_record[] = {{.keys = fact_keys}};
constexpr shape fact_shape{.name = "a fact", .records = fact_record};
constexpr shape facts{.name = "facts", .values = &fact_shape};

constexpr words field_types[] = {"boolean", "integer", "name", "duration", "instant"};
constexpr key_shape field_keys[] = {{"one_of", &texts, "its values by name", true}};
constexpr record_shape field_record[] = {{.keys = field_keys}};
constexpr shape field_shape{.name = "a field", .text = true, .words = field_types, .records = field_record};
constexpr shape fields{.name = "fields", .values = &field_shape};
constexpr key_shape event_keys[] = {{"carries", &names, "attributes that it brings"},
                                    {"fields", &fields, "further fields that conditions and actions read"},
                                    {"sets", &names, "facts that hold once it is accepted"},
                                    {"raised_only", &truth, "the host cannot send it"},
                                    rule_key,
                                    note_key,
                                    ignore_key};
constexpr record_shape event_record[] = {{.keys = event_keys}};
constexpr shape event_shape{.name = "an event", .records = event_record};
constexpr shape events{.name = "events", .values = &event_shape};

constexpr key_shape from_keys[] = {{"from", &name, "an attribute, or a field of the event", true}};
constexpr record_shape from_record[] = {{.keys = from_keys}};
constexpr shape put_value{.name = "a value or where it comes from", .text = true, .records = from_record};
constexpr shape put_values{.name = "values by attribute", .values = &put_value};
constexpr shape added_values{.name = "what is added by attribute", .values = &value_text};
constexpr words action_verbs[] = {"say", "tell", "remind", "order", "note",        "set",           "clear",
                                  "put", "add",  "unset",  "raise", "tell_parent", "tell_children", "open"};
constexpr key_shape action_keys[] = {say_key,
                                     tell_key,
                                     remind_key,
                                     order_key,
                                     noted_key,
                                     {"set", &names, "facts that become true"},
                                     {"clear", &names, "facts that cease to be true"},
                                     {"put", &put_values, "attributes and their new values"},
                                     {"add", &added_values, "attributes and how many more"},
                                     {"unset", &names, "attributes that lose their value"},
                                     raise_key,
                                     {"tell_parent", &name, "an event of the parent case"},
                                     {"tell_children", &name, "an event of every open child"},
                                     {"open", &name, "a child case of this machine"},
                                     {"as", &name, "of open: what the case calls the child"},
                                     {"event", &name, "of open: its first event"},
                                     {"with", &put_values, "of open: attributes of the child"}};
constexpr record_shape action_record[] = {{.keys = action_keys, .one_of = action_verbs, .called = "an action"}};
constexpr shape action_shape{.name = "an action", .records = action_record};
constexpr shape actions{.name = "an action or a list of actions", .item = &action_shape, .records = action_record};

constexpr key_shape state_keys[] = {{"initial", &here, "a case begins here"},
                                    {"final", &final_word, "the case is done here"},
                                    {"ends_case", &truth, "no event is taken any more, in any region"},
                                    {"interrupted_until", &name, "the one event that is taken until the state is left"},
                                    {"flags", &names, "words that several states share"},
                                    {"enter", &actions, "what is done on entering"},
                                    {"leave", &actions, "what is done on leaving"},
                                    title_key,
                                    rule_key,
                                    note_key,
                                    ignore_key};
constexpr record_shape state_record[] = {{.keys = state_keys}};
constexpr shape state_shape{.name = "a state", .records = state_record};
constexpr shape states{.name = "states", .values = &state_shape};
constexpr shape groups{.name = "groups of states", .values = &names};

constexpr key_shape form_need_keys[] = {{"form", &name, "a form that is filled in", true}, rule_key};
constexpr record_shape need_records[] = {
    {.keys = form_need_keys, .chosen_by = "form", .called = "a need"},
    {.keys = condition_keys, .others = &compared, .others_are = "an attribute", .called = "a condition"}};
constexpr shape need{.name = "a need", .text = true, .example = "a fact, a condition, {form: NAME}", .records = need_records};
constexpr shape needs{.name = "a need or a list of needs", .text = true, .item = &need, .records = need_records};
constexpr shape child{.name = "a child and its state", .values = &name};
constexpr words row_targets[] = {"to", "stay"};
constexpr key_shape row_keys[] = {{"in", &names, "the states and groups it is for; any: every state that is not final", true},
                                  {"event", &names, "the events it is for; none, and no child: when something else was done"},
                                  {"child", &child, "instead of an event: a child entered a state"},
                                  {"if", &condition_shape, "chooses the row, silently"},
                                  {"needs", &needs, "refuses the event, and says what is missing"},
                                  {"ought", &needs, "lets the event pass, and notes a lapse"},
                                  {"to", &name, "the state it leads to"},
                                  {"stay", &inside, "nothing is left or entered"},
                                  {"do", &actions, "what is done"},
                                  rule_key,
                                  note_key,
                                  ignore_key};
constexpr record_shape row_record[] = {{.keys = row_keys, .one_of = row_targets, .called = "a row"}};
constexpr shape row{.name = "a row", .records = row_record};
constexpr shape rows{.name = "a row or a list of rows", .item = &row, .records = row_record};

constexpr key_shape machine_keys[] = {title_key,
                                      rule_key,
                                      note_key,
                                      ignore_key,
                                      {"attributes", &attributes, "named values of a case"},
                                      {"facts", &facts, "named yes and no of a case"},
                                      {"events", &events, "what may happen", true},
                                      {"states", &states, "where a case may stand", true},
                                      {"groups", &groups, "names for several states"},
                                      {"rows", &rows, "what an event does; the first that fits", true}};
constexpr record_shape machine_record[] = {{.keys = machine_keys}};
constexpr shape machine_shape{.name = "a machine", .records = machine_record};
constexpr shape machines{.name = "machines", .values = &machine_shape};

// ---- the whole ----------------------------------------------------------------------------------------------------------------------

constexpr key_shape rulebook_keys[] = {{"rulebook", &name, "its name", true},
                                       {"language", &language, "the language it is written in", true},
                                       title_key,
                                       note_key,
                                       ignore_key,
                                       {"zone", &zone_name, "the zone of its calendars and days"},
                                       {"include", &texts, "built-in rulebooks by name (hotline), and further files below its own folder"},
                                       {"calendar", &name, "its own calendar; else round the clock"},
                                       {"case_calendar", &name, "the attribute that names a case's calendar"},
                                       {"words", &word_list, "lengths that words stand for"},
                                       {"options", &options, "choices between readings"},
                                       {"choose", &choices_made, "what is chosen of the options of rulebooks that are included"},
                                       {"calendars", &calendars, "business hours"},
                                       {"periods", &periods, "hours that are only asked"},
                                       {"roles", &roles, "who is told and reminded"},
                                       {"rosters", &rosters, "who holds a role by turns"},
                                       {"ladders", &ladder_list, "who is told at which offset from a deadline, by name"},
                                       {"cues", &cues, "what an agent should say"},
                                       {"forms", &forms, "what must be filled in"},
                                       {"conditions", &conditions, "conditions by name"},
                                       {"guards", &guards, "needs made hard, soft or off by the id of their rule"},
                                       {"machines", &machines, "workflows of its own"},
                                       {"metrics", &metric_list, "what starts, stops and pauses a clock, by usual names"},
                                       {"policies", &policies, "promises and waits"},
                                       {"limits", &limit_shape, "how much may follow from one event"},
                                       {"dedupe_window", &length, "how long ids of events are remembered"},
                                       {"late_events", &late,
                                        "what becomes of events older than the desk's time; accept needs a ledger: "
                                        "ledger_desk (C++), Desk(rulebook, ledger=True) (Python)"},
                                       {"max_ahead", &length, "events further ahead are refused"}};
constexpr record_shape rulebook_record[] = {{.keys = rulebook_keys}};
constexpr shape whole{.name = "a rulebook", .records = rulebook_record};

}  // namespace

const shape& rulebook_shape() noexcept { return whole; }

}  // namespace caseclock::detail
