// SPDX-License-Identifier: Apache-2.0
//
// Proofs as a picture: one SVG file that needs nothing else, a lane for each cycle under a time axis in local time.
//
//                     09:10        09:15        09:20
//   hold, cycle 1     |############|xxx                    # running   / paused   . off hours   x after the deadline
//   ended_late             !       v due 09:15:05
//
// A reader without eyes gets the title, a description and a title of every interval. Written by hand: it is rectangles and texts, and hosts in
// C++ and in Python get the same picture without a chart library.
#pragma once

#include "caseclock/desk/proof_text.hpp"

#include <span>

namespace caseclock {

struct picture_options {
    std::string title{};    ///< over the picture: "case 41"; empty: the case's id
    unsigned width = 1200;  ///< pixels; at least 600
};

namespace detail {

/// Text between tags or in an attribute; what XML cannot hold becomes U+FFFD.
[[nodiscard]] inline std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\n':
            case '\t': out += ' '; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) out += "\xef\xbf\xbd";
                else out += c;
        }
    }
    return out;
}
/// The first so many characters, with "…" where some are missing.
[[nodiscard]] inline std::string shortened(std::string_view text, std::size_t characters) {
    std::size_t count = 0, cut = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80) continue;
        if (count + 1 == characters) cut = i;
        if (++count > characters) return std::string{text.substr(0, cut)} + "…";
    }
    return std::string{text};
}
/// How wide a text is, about, in characters: those of three bytes and more are twice as wide.
[[nodiscard]] inline std::size_t columns_of(std::string_view text) {
    std::size_t columns = 0;
    for (const char c : text)
        if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80) columns += static_cast<unsigned char>(c) >= 0xe0 ? 2U : 1U;
    return columns;
}

/// A length for a picture: without milliseconds from a minute on, without seconds from a day on.
[[nodiscard]] inline std::string brief_length(duration d) {
    if (d >= std::chrono::hours{24}) d -= d % std::chrono::minutes{1};
    else if (d >= std::chrono::minutes{1}) d -= d % std::chrono::seconds{1};
    return format_duration(d);
}

/// Ticks of a time axis: round local times, about as many as there is room for.
class time_axis {
public:
    struct tick {
        instant at{};
        std::string text;
        bool midnight = false;
    };

    time_axis(span shown, const zone& where, double left, double right) : shown_{shown}, where_{where}, left_{left}, right_{right} {}

    [[nodiscard]] double x(instant t) const {
        const auto part = std::clamp(t, shown_.begin, shown_.end) - shown_.begin;
        return left_ + (right_ - left_) * static_cast<double>(part.count()) / static_cast<double>(shown_.length().count());
    }
    [[nodiscard]] std::vector<tick> ticks() const {
        const auto step = step_for((right_ - left_) / 78);
        std::vector<tick> all;
        auto local = where_.to_local(shown_.begin);
        const auto since_epoch = local.time_since_epoch();
        auto next = local_instant{since_epoch - since_epoch % step};
        for (; next < where_.to_local(shown_.end) + step; next += step) {
            const auto at = where_.to_instant(next);
            if (at < shown_.begin || at > shown_.end || (!all.empty() && at <= all.back().at)) continue;
            all.push_back({at, text_at(next, step), time_of_day(next).count() == 0});
        }
        return all;
    }

private:
    [[nodiscard]] duration step_for(double room) const {
        using namespace std::chrono;
        static constexpr duration steps[] = {milliseconds{1}, milliseconds{10}, milliseconds{100}, seconds{1}, seconds{5}, seconds{10}, seconds{30}, minutes{1},
                                             minutes{5},      minutes{10},      minutes{30},       hours{1},   hours{3},   hours{6},    hours{12},   hours{24},
                                             days{2},         days{7},          days{14},          days{28},   days{91},   days{182},   days{364},   days{1820}};
        for (const auto step : steps)
            if (static_cast<double>(shown_.length().count()) / static_cast<double>(step.count()) <= room) return step;
        return days{18'200};
    }
    [[nodiscard]] std::string text_at(local_instant local, duration step) const {
        if (time_of_day(local).count() == 0) return format_date(date_of(local));
        const auto text = format_instant(instant{local.time_since_epoch()});
        if (step >= std::chrono::minutes{1}) return text.substr(11, 5);
        return step >= std::chrono::seconds{1} ? text.substr(11, 8) : text.substr(14, 9);
    }

    span shown_;
    const zone& where_;
    double left_, right_;
};

class proof_picture {
public:
    proof_picture(std::span<const proof> proofs, const picture_options& how)
        : proofs_{proofs}, where_{proofs.empty() ? "UTC" : proofs[0].zone}, width_{std::max(how.width, 600U)},
          title_{!how.title.empty() || proofs.empty() ? how.title : "case " + std::to_string(proofs[0].case_id)},
          axis_{shown(proofs), where_, label_width, static_cast<double>(width_) - 24} {}

    [[nodiscard]] std::string draw() {
        const double height = top + lane_height * static_cast<double>(std::max<std::size_t>(proofs_.size(), 1)) + 56;
        const auto size = std::to_string(width_) + "\" height=\"" + number(height);
        out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + std::to_string(width_) + ' ' + number(height) + "\" width=\"" + size +
               "\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"12\">\n";
        out_ += "<title id=\"title\">" + escaped(title_) + "</title>\n<desc id=\"desc\">" + escaped(description()) + "</desc>\n";
        out_ += "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                "<rect width=\"6\" height=\"6\" fill=\"#f6c667\"/><rect width=\"2\" height=\"6\" fill=\"#d9921a\"/></pattern></defs>\n";
        box(0, 0, width_, height, "#ffffff", {});
        text(16, 24, title_, "font-size=\"16\" font-weight=\"600\"");
        if (!proofs_.empty()) text(static_cast<double>(width_) - 24, 24, "local time, " + where_.name(), "text-anchor=\"end\" fill=\"#5b6470\"");
        if (proofs_.empty()) text(16, top + 20, "No clock ran.", "fill=\"#5b6470\"");
        else draw_axis(height - 56);
        double y = top;
        for (const auto& each : proofs_) {
            draw_lane(each, y);
            y += lane_height;
        }
        draw_legend(height - 24);
        return std::move(out_) + "</svg>\n";
    }

private:
    static constexpr double label_width = 250, top = 72, lane_height = 84, bar_height = 22, character = 6.6;

    [[nodiscard]] static span shown(std::span<const proof> proofs) {
        span all{never, first_instant};
        const auto take = [&](instant t) {
            if (t == never) return;
            all = {std::min(all.begin, t), std::max(all.end, t)};
        };
        for (const auto& p : proofs) {
            take(p.times.started);
            take(p.times.ended);
            for (const auto& mark : p.marks) take(mark.at);
            // A deadline far behind the end would press everything else together.
            const auto length = std::max(p.times.ended - p.times.started, duration{1000});
            for (const auto& each : p.deadlines)
                if (each.due != never && each.due < p.times.ended + 4 * length) take(each.due);
        }
        if (all.begin > all.end) return {first_instant, first_instant + duration{1}};
        const auto margin = std::max((all.end - all.begin) / 40, duration{1});
        return {all.begin - margin, all.end + margin};
    }
    [[nodiscard]] static std::string number(double value) {
        auto tenths = std::to_string(static_cast<std::int64_t>(value * 10 + 0.5));
        if (tenths.size() < 2) tenths.insert(0, "0");
        const char last = tenths.back();
        tenths.pop_back();
        return last == '0' ? tenths : tenths + '.' + last;
    }
    [[nodiscard]] std::string description() const {
        std::string all = std::to_string(proofs_.size()) + (proofs_.size() == 1 ? " cycle. " : " cycles. ");
        for (const auto& p : proofs_)
            all += p.policy_name + ", cycle " + std::to_string(p.cycle) + ": " + outcome_text(p) + ", from " + wall_text(p.times.started, where_) + " to " +
                   wall_text(p.times.ended, where_) + ". ";
        all.pop_back();
        return all;
    }

    void box(double x, double y, double width, double height, std::string_view fill, std::string_view tip, std::string_view more = {}) {
        out_ += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\"" + number(height) + "\" fill=\"" +
                std::string{fill} + '"' + std::string{more};
        out_ += tip.empty() ? "/>\n" : "><title>" + escaped(tip) + "</title></rect>\n";
    }
    void text(double x, double y, std::string_view what, std::string_view more = {}) {
        out_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" " + std::string{more} + '>' + escaped(what) + "</text>\n";
    }
    void line(double x1, double y1, double x2, double y2, std::string_view more) {
        out_ += "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) + "\" " + std::string{more} + "/>\n";
    }
    void shape(std::string_view path, std::string_view fill, std::string_view tip) {
        out_ += "<path d=\"" + std::string{path} + "\" fill=\"" + std::string{fill} + "\"><title>" + escaped(tip) + "</title></path>\n";
    }

    void draw_axis(double bottom) {
        const auto ticks = axis_.ticks();
        double date_until = 0;
        if (ticks.empty() || !ticks.front().midnight) {  // which day it is at the left end
            const auto date = wall_text(ticks.empty() ? proofs_[0].times.started : ticks.front().at, where_).substr(0, 10);
            text(label_width, top - 28, date, "fill=\"#5b6470\"");
            date_until = label_width + 10 * character;
        }
        for (const auto& each : ticks) {
            const auto x = axis_.x(each.at);
            line(x, top - 6, x, bottom, each.midnight ? "stroke=\"#aeb6c0\"" : "stroke=\"#e6e9ed\"");
            if (!each.midnight) text(x, top - 12, each.text, "text-anchor=\"middle\" fill=\"#5b6470\"");
            else if (x - 5 * character > date_until) {
                text(x, top - 28, each.text, "text-anchor=\"middle\" fill=\"#5b6470\"");
                date_until = x + 6 * character;
            }
        }
    }

    void draw_lane(const proof& p, double y) {
        line(16, y, static_cast<double>(width_) - 24, y, "stroke=\"#d5dae0\"");
        text(16, y + 20, shortened(p.policy_name + ", cycle " + std::to_string(p.cycle), 34), "font-weight=\"600\"");
        const bool bad = p.verdict && (*p.verdict == verdict_kind::missed || *p.verdict == verdict_kind::ended_late || *p.verdict == verdict_kind::early);
        const bool good = p.verdict && *p.verdict == verdict_kind::met;
        text(16, y + 36, shortened(brief_outcome(p), 37), bad ? "fill=\"#b02a1c\"" : good ? "fill=\"#1c7a3d\"" : "fill=\"#5b6470\"");
        text(16, y + 51, shortened((p.target.empty() ? "no target" : p.target) + (p.open_time ? ", " + p.calendar : std::string{}), 37), "fill=\"#5b6470\"");
        for (const auto& each : p.intervals) draw(each, y + 20);
        draw_lateness(p, y + 20);
        draw_deadlines(p, y + 20);
        for (const auto& mark : p.marks) draw(mark, y + 20);
        text(label_width, y + lane_height - 8, shortened(sums_of(p), static_cast<std::size_t>((width_ - label_width) / 6)), "font-size=\"11\" fill=\"#5b6470\"");
    }
    /// "running 2h, paused 1h 30m (waiting_customer 1h, awaiting_vendor 30m), off hours 16h": what is too narrow for a text of its own is told here.
    [[nodiscard]] static std::string sums_of(const proof& p) {
        std::array<duration, 3> sums{};
        std::vector<std::pair<std::string, duration>> causes;
        for (const auto& each : p.intervals) {
            sums[static_cast<std::size_t>(each.kind)] += each.when.length();
            if (each.kind != interval_kind::paused) continue;
            const auto known = std::find_if(causes.begin(), causes.end(), [&](const auto& cause) { return cause.first == each.cause; });
            if (known == causes.end()) causes.emplace_back(each.cause, each.when.length());
            else known->second += each.when.length();
        }
        std::string out = "running " + brief_length(sums[0]);
        if (!causes.empty()) {
            std::string parts;
            for (const auto& [cause, length] : causes) parts += (parts.empty() ? "" : ", ") + cause + ' ' + brief_length(length);
            out += ", paused " + brief_length(sums[1]) + " (" + parts + ')';
        }
        return sums[2].count() == 0 ? out : out + ", off hours " + brief_length(sums[2]);
    }
    [[nodiscard]] static std::string brief_outcome(const proof& p) {
        std::string out{p.verdict ? to_string(*p.verdict) : p.running ? "running" : "ended"};
        if (p.times.overrun.count() > 0) out += " by " + brief_length(p.times.overrun);
        else if (p.times.early_by.count() > 0) out += " by " + brief_length(p.times.early_by);
        return out + (p.verdict && p.running ? ", runs on" : "");
    }
    void draw(const proof_interval& each, double y) {
        static constexpr std::string_view fill[] = {"#3f7fc1", "url(#hatch)", "#dfe3e8"};
        static constexpr std::string_view ink[] = {"#ffffff", "#3d2a00", "#5b6470"};
        const auto kind = static_cast<std::size_t>(each.kind);
        const auto x = axis_.x(each.when.begin), width = std::max(axis_.x(each.when.end) - x, 0.5);
        auto tip = kind_text(each) + ", " + wall_text(each.when, where_) + ", " + format_duration(each.when.length());
        if (!each.by.name.empty()) tip += ", since " + each.by.name;
        box(x, y, width, bar_height, fill[kind], tip, width > 3 ? " stroke=\"#ffffff\" stroke-width=\"0.6\"" : "");
        const auto label = each.kind == interval_kind::running ? brief_length(each.when.length()) : each.cause == "off_hours" ? std::string{} : each.cause;
        const auto fits = static_cast<std::size_t>((width - 8) / character);
        if (width < 30 || label.empty() || (columns_of(label) > fits && fits < 6)) return;
        if (each.kind == interval_kind::paused) box(x + 2, y + 3, std::min(width - 4, static_cast<double>(std::min(columns_of(label), fits)) * character + 6), 16, "#fff3d6", {});
        text(x + 5, y + 15, columns_of(label) > fits ? shortened(label, fits) : label, std::string{"font-size=\"11\" fill=\""} + std::string{ink[kind]} + '"');
    }
    /// A red line under what came after the deadline.
    void draw_lateness(const proof& p, double y) {
        if (p.times.due == never || p.times.ended <= p.times.due) return;
        const auto from = axis_.x(std::max(p.times.due, p.times.started));
        box(from, y + bar_height, std::max(axis_.x(p.times.ended) - from, 1.0), 4, "#c0392b", "after the deadline, " + format_duration(p.times.overrun));
    }
    void draw_deadlines(const proof& p, double y) {
        for (const auto& each : p.deadlines)
            if (each.due != never && each.due != p.times.due) {
                const auto x = axis_.x(each.due);
                line(x, y - 2, x, y + bar_height + 4, "stroke=\"#8a4b45\" stroke-dasharray=\"3 2\"");
            }
        if (p.times.due == never) return;
        const auto x = axis_.x(p.times.due);
        auto due = wall_text(p.times.due, where_);
        if (due.size() > 19 && p.times.due - p.times.started >= std::chrono::minutes{1}) due.resize(19);
        line(x, y - 8, x, y + bar_height + 6, "stroke=\"#7d1f14\" stroke-width=\"2\"");
        const bool near_right = x > static_cast<double>(width_) - 190;
        const bool same_date = where_.date_of(p.times.due) == where_.date_of(p.times.started);
        text(near_right ? x - 5 : x + 5, y + bar_height + 18, "due " + (same_date && due.size() > 11 ? due.substr(11) : due),
             near_right ? "text-anchor=\"end\" font-size=\"11\" fill=\"#7d1f14\"" : "font-size=\"11\" fill=\"#7d1f14\"");
    }
    void draw(const proof_mark& mark, double y) {
        const auto x = axis_.x(mark.at);
        const auto tip = mark_text(mark) + ", " + wall_text(mark.at, where_);
        const auto at = [&](double dx, double dy) { return number(x + dx) + ' ' + number(y + dy); };
        switch (mark.is) {
            case proof_mark::kind::warning: return shape("M" + at(0, -10) + "L" + at(6, 0) + "L" + at(-6, 0) + "Z", "#e0a010", tip);
            case proof_mark::kind::window_opened:
                return shape("M" + at(-1, -9) + "L" + at(7, -9) + "L" + at(7, -7) + "L" + at(1, -7) + "L" + at(1, 28) + "L" + at(-1, 28) + "Z", "#1c7a3d", tip);
            case proof_mark::kind::missed:
                return shape("M" + at(-6, -12) + "L" + at(-4, -14) + "L" + at(0, -10) + "L" + at(4, -14) + "L" + at(6, -12) + "L" + at(2, -8) + "L" + at(6, -4) + "L" +
                                 at(4, -2) + "L" + at(0, -6) + "L" + at(-4, -2) + "L" + at(-6, -4) + "L" + at(-2, -8) + "Z",
                             "#c0392b", tip);
        }
    }
    void draw_legend(double y) {
        double x = 16;
        const auto entry = [&](std::string_view fill, std::string_view what) {
            box(x, y - 10, 18, 12, fill, {});
            text(x + 24, y, what, "fill=\"#39424e\"");
            x += 24 + static_cast<double>(what.size()) * character + 18;
        };
        entry("#3f7fc1", "running");
        entry("url(#hatch)", "paused");
        entry("#dfe3e8", "off hours");
        entry("#c0392b", "after the deadline");
        const auto sign = [&](std::string_view path, std::string_view fill, std::string_view what) {
            out_ += "<g transform=\"translate(" + number(x + 8) + ' ' + number(y - 4) + ")\"><path d=\"" + std::string{path} + "\" fill=\"" + std::string{fill} + "\"/></g>\n";
            text(x + 24, y, what, "fill=\"#39424e\"");
            x += 24 + static_cast<double>(what.size()) * character + 18;
        };
        sign("M-1 -8L1 -8L1 6L-1 6Z", "#7d1f14", "due");
        sign("M-1 -8L1 -8L1 -5L-1 -5ZM-1 -3L1 -3L1 0L-1 0ZM-1 2L1 2L1 5L-1 5Z", "#8a4b45", "due before that");
        sign("M0 -6L6 5L-6 5Z", "#e0a010", "warning");
        sign("M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0Z", "#c0392b", "missed");
        sign("M-1 -8L7 -8L7 -6L1 -6L1 6L-1 6Z", "#1c7a3d", "window opens");
    }

    std::span<const proof> proofs_;
    zone where_;
    unsigned width_;
    std::string title_;
    time_axis axis_;
    std::string out_;
};

}  // namespace detail

/// The cycles of a case, or of a family, as one SVG file. The time axis is in the zone of the first.
[[nodiscard]] inline std::string svg_of(std::span<const proof> proofs, const picture_options& how = {}) { return detail::proof_picture{proofs, how}.draw(); }
[[nodiscard]] inline std::string svg_of(const proof& p, const picture_options& how = {}) { return svg_of(std::span{&p, 1}, how); }

}  // namespace caseclock
