// SPDX-License-Identifier: Apache-2.0
//
// Faults of a description: all are collected, each with its subject, what was tried and what is allowed.
#pragma once

#include "caseclock/machine/definition.hpp"
#include "caseclock/machine/description.hpp"

#include <algorithm>

namespace caseclock::detail {

/// Changes of one letter between two words; small words only.
[[nodiscard]] inline std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t k = 0; k < row.size(); ++k) row[k] = k;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto corner = row[0];
        row[0] = i;
        for (std::size_t k = 1; k < row.size(); ++k) {
            const auto above = row[k];
            row[k] = std::min({above + 1, row[k - 1] + 1, corner + (a[i - 1] == b[k - 1] ? 0U : 1U)});
            corner = above;
        }
    }
    return row[b.size()];
}

[[nodiscard]] inline std::string joined_names(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& n : names) {
        if (n.empty()) continue;
        if (out.size() > 160) return out + ", ...";
        if (!out.empty()) out += ", ";
        out += n;
    }
    return out.empty() ? "none" : out;
}

/// "unknown fact 'estimate_tld', did you mean 'estimate_told'? (allowed: ...)"
[[nodiscard]] inline std::string unknown(std::string_view kind, const std::string& name, const std::vector<std::string>& allowed) {
    std::string out = "unknown " + std::string(kind) + " '" + name + "'";
    const std::string* nearest = nullptr;
    std::size_t least = 3;
    for (const auto& a : allowed)
        if (const auto d = distance(name, a); !a.empty() && d < least && d < name.size()) {
            least = d;
            nearest = &a;
        }
    if (nearest != nullptr) out += ", did you mean '" + *nearest + "'?";
    return out + " (allowed: " + joined_names(allowed) + ")";
}

class fault_list {
public:
    explicit fault_list(std::string machine) : machine_(std::move(machine)) {}
    /// What the next faults are about: "state held", "row 7 (received, start_repair)".
    void about(std::string subject, std::uint32_t mark) {
        subject_ = std::move(subject);
        mark_ = mark;
    }
    void add(std::string what, std::uint32_t mark = 0) {
        description_fault fault{mark != 0 ? mark : mark_, subject_.empty() ? machine_ : machine_ + ": " + subject_, std::move(what)};
        for (const auto& f : faults_)  // a line that stands for several rows says it once
            if (f.mark == fault.mark && f.subject == fault.subject && f.what == fault.what) return;
        faults_.push_back(std::move(fault));
    }
    [[nodiscard]] bool empty() const noexcept { return faults_.empty(); }
    void raise_if_any() const {
        if (!faults_.empty()) throw description_error(faults_);
    }

private:
    std::string machine_, subject_;
    std::uint32_t mark_ = 0;
    std::vector<description_fault> faults_;
};

/// Position of a name, or a fault.
template <class List>
[[nodiscard]] std::optional<std::size_t> find_name(const List& list, const std::string& name, std::string_view kind, fault_list& faults,
                                                   std::uint32_t mark = 0) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].name == name && !name.empty()) return i;
    std::vector<std::string> allowed;
    for (const auto& x : list) allowed.push_back(x.name);
    faults.add(unknown(kind, name, allowed), mark);
    return std::nullopt;
}

}  // namespace caseclock::detail
