// SPDX-License-Identifier: Apache-2.0
//
// The picture of proofs: what stands in it, in which order, and that texts cannot break out of it.
#include "caseclock/desk/proof_picture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using std::chrono::minutes;

constexpr instant nine = instant{std::chrono::milliseconds{1'772'413'200'000}};  // 2026-03-02T01:00Z, 09:00 in Shanghai

proof made(std::size_t intervals) {
    proof p;
    p.case_id = 41;
    p.policy_name = "hold <b> & \"co\"";
    p.cycle = 1;
    p.target = "within announced";
    p.zone = "Asia/Shanghai";
    p.verdict = verdict_kind::ended_late;
    p.times.started = nine;
    p.times.due = nine + minutes{7};
    p.times.ended = nine + minutes{10} * static_cast<int>(intervals);
    p.times.overrun = p.times.ended - p.times.due;
    for (std::size_t i = 0; i < intervals; ++i) {
        const auto begin = nine + minutes{10} * static_cast<int>(i);
        p.intervals.push_back({{begin, begin + minutes{10}}, i % 2 == 0 ? interval_kind::running : interval_kind::paused, i % 2 == 0 ? "" : "waits <i>\x01"});
    }
    p.deadlines.push_back({nine, never, p.times.due, "started by put_on_hold"});
    p.marks.push_back({nine + minutes{5}, proof_mark::kind::warning, "2m left"});
    p.marks.push_back({p.times.due, proof_mark::kind::missed});
    return p;
}
std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

TEST(proof_picture, has_a_title_a_description_and_a_tip_for_every_interval) {
    const auto svg = svg_of(made(60));
    EXPECT_EQ(svg.substr(0, 4), "<svg");
    EXPECT_NE(svg.find("<title id=\"title\">case 41</title>"), std::string::npos);
    EXPECT_NE(svg.find("<desc id=\"desc\">1 cycle. hold &lt;b&gt; &amp; &quot;co&quot;, cycle 1: ended_late, "), std::string::npos) << svg.substr(0, 600);
    EXPECT_EQ(count(svg, "<title>running, "), 30U);
    EXPECT_EQ(count(svg, "<title>paused: waits "), 30U);
    EXPECT_EQ(count(svg, "<title>warning, 2m left, 2026-03-02 09:05:00</title>"), 1U);
    EXPECT_EQ(count(svg, "<title>missed, 2026-03-02 09:07:00</title>"), 1U);
    EXPECT_EQ(count(svg, ">due 09:07:00<"), 1U);
    EXPECT_EQ(count(svg, ">running 5h, paused 5h (waits &lt;i&gt;\xef\xbf\xbd 5h)<"), 1U);
    EXPECT_EQ(count(svg, "local time, Asia/Shanghai"), 1U);
}

TEST(proof_picture, lets_no_text_break_out) {
    const auto svg = svg_of(made(2), {.title = "a</title><script>alert(1)</script>"});
    EXPECT_EQ(count(svg, "<script"), 0U);
    EXPECT_EQ(count(svg, "<b>"), 0U);
    EXPECT_EQ(count(svg, "\x01"), 0U);
    EXPECT_EQ(count(svg, "waits &lt;i&gt;\xef\xbf\xbd"), 3U);  // in the tip, in the bar, in the line below
    EXPECT_EQ(count(svg, "<text"), count(svg, "</text>"));
}

TEST(proof_picture, of_no_clock_says_so) { EXPECT_EQ(count(svg_of(std::span<const proof>{}), "No clock ran."), 1U); }

TEST(proof_picture, axis_has_round_local_times_also_where_the_clock_is_put_forward) {
    const zone berlin{"Europe/Berlin"};
    const span night{parse_instant("2026-03-28T23:30:00+01:00"), parse_instant("2026-03-29T06:30:00+02:00")};
    const detail::time_axis axis{night, berlin, 0, 800};
    std::string times;
    for (const auto& each : axis.ticks()) times += each.text + ' ';
    EXPECT_EQ(times, "2026-03-29 01:00 02:00 04:00 05:00 06:00 ");
}

}  // namespace
