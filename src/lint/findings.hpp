// SPDX-License-Identifier: Apache-2.0
//
// Findings as they are made, and what may be found: one table, from which documentation and tests are checked.
#pragma once

#include "caseclock/rulebook/lint.hpp"

#include <string_view>
#include <vector>

namespace caseclock::detail {

/// Findings about one subject after another.
class finding_list {
public:
    void about(std::string subject) { subject_ = std::move(subject); }
    /// At the level of its kind.
    void add(std::string_view id, std::uint32_t mark, std::string reason, std::string remedy);
    /// Something that may be meant.
    void note(std::string_view id, std::uint32_t mark, std::string reason, std::string remedy);
    void append(std::vector<description_finding> more);
    [[nodiscard]] std::vector<description_finding>& all() noexcept { return all_; }

private:
    std::string subject_;
    std::vector<description_finding> all_;
};

/// What every machine found that a policy serves: a policy is only wrong when it is wrong on all of them.
[[nodiscard]] std::vector<description_finding> found_on_each(const std::vector<std::vector<description_finding>>& by_machine);

}  // namespace caseclock::detail
