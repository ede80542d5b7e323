// SPDX-License-Identifier: Apache-2.0
//
// Texts of the host (owners, regions, callers) and the codes by which a desk knows them. What the rulebook mentions has the rulebook's
// codes; everything else is numbered from rulebook::first_free_code on, in the order in which it is met.
//
// A table belongs to one thread at a time.
#pragma once

#include "caseclock/rulebook/rulebook.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace caseclock {

class host_names {
public:
    /// `texts` have the first codes.
    explicit host_names(rulebook book, const std::vector<std::string>& texts = {}) : book_{std::move(book)} {
        for (const auto& each : texts) add(each);
    }

    [[nodiscard]] const rulebook& book() const noexcept { return book_; }
    /// The texts that are not the rulebook's, from rulebook::first_free_code on.
    [[nodiscard]] const std::vector<std::string>& texts() const noexcept { return texts_; }
    /// A successor that was built with these texts: no code changes.
    void change(rulebook next) { book_ = std::move(next); }
    /// The text's code, a new one when it was never met. Throws std::length_error when there are too many.
    [[nodiscard]] std::uint32_t code(std::string_view text) {
        if (const auto known = book_.code_of(text)) return *known;
        const auto found = codes_.find(text);
        return found != codes_.end() ? found->second : add(std::string{text});
    }
    /// "#17" for a code that stands for nothing.
    [[nodiscard]] std::string text(std::int64_t code) const {
        if (code >= 0 && code < rulebook::first_free_code) {
            if (const auto known = book_.text_of(static_cast<std::uint32_t>(code)); !known.empty()) return std::string{known};
        } else if (const auto place = static_cast<std::uint64_t>(code - rulebook::first_free_code); code >= 0 && place < texts_.size()) {
            return texts_[place];
        }
        return "#" + std::to_string(code);
    }

private:
    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return boost::hash<std::string_view>{}(text); }
    };

    std::uint32_t add(std::string text) {
        const auto code = rulebook::first_free_code + static_cast<std::uint64_t>(texts_.size());
        if (code >= 0xffffffffU) throw std::length_error{"a desk knows no more than 4,278,190,079 texts"};
        texts_.push_back(text);
        codes_.emplace(std::move(text), static_cast<std::uint32_t>(code));
        return static_cast<std::uint32_t>(code);
    }

    rulebook book_;
    boost::unordered_flat_map<std::string, std::uint32_t, hash, std::equal_to<>> codes_;
    std::vector<std::string> texts_;
};

}  // namespace caseclock
