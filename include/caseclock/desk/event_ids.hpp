// SPDX-License-Identifier: Apache-2.0
//
// The host's ids of accepted events, by root case: is an event the same again, or another under the same id?
#pragma once

#include "caseclock/desk/event.hpp"
#include "caseclock/time/instant.hpp"

#include <boost/container_hash/hash.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <vector>

namespace caseclock {

/// Over everything an event says but its id: by tags, so that it is the same in every version of a machine.
[[nodiscard]] inline std::uint64_t content_of(const definition& machine, const event& e, std::span<const event_value> values) {
    std::size_t seed = 0;
    const auto add = [&](std::uint64_t part) { boost::hash_combine(seed, part); };
    std::uint64_t words[2];
    std::memcpy(words, e.data.data.data(), sizeof words);
    add(e.case_id);
    add(static_cast<std::uint64_t>(e.at.time_since_epoch().count()));
    add(machine.tag());
    add(is_of_machine(e.kind) ? machine.events()[e.kind].tag : e.kind);
    add(words[0]);
    add(words[1]);
    for (const auto& v : values) {
        add(static_cast<std::uint64_t>(v.value));
        add(v.is_fact() ? machine.facts()[v.number()].tag : machine.attributes()[v.number()].tag);
        add(v.what & (event_value::fact_set | event_value::fact_cleared));
    }
    return seed;
}

class event_ids {
public:
    enum class answer : std::uint8_t { fresh, same, other };
    struct entry {
        std::uint64_t id, content;
        instant at;  ///< when it was accepted
    };

    /// What is known of the id. What was accepted more than `window` before `now` is forgotten.
    [[nodiscard]] answer ask(std::uint64_t root, std::uint64_t id, std::uint64_t content, instant now, duration window) const {
        const auto found = seen_.find(root);
        if (found == seen_.end()) return answer::fresh;
        const auto at = place(found->second, id);
        if (at == found->second.end() || at->id != id || forgotten(*at, now, window)) return answer::fresh;
        return at->content == content ? answer::same : answer::other;
    }
    void remember(std::uint64_t root, std::uint64_t id, std::uint64_t content, instant now, duration window) {
        auto& list = seen_[root];
        if (list.size() == list.capacity()) std::erase_if(list, [&](const entry& each) { return forgotten(each, now, window); });
        const auto at = place(list, id);
        if (at != list.end() && at->id == id) list[static_cast<std::size_t>(at - list.begin())] = {id, content, now};
        else list.insert(at, {id, content, now});
    }
    void forget(std::uint64_t root) { seen_.erase(root); }
    /// Everything that is remembered of a root case; `put` takes it.
    [[nodiscard]] std::vector<entry> known_of(std::uint64_t root) const {
        const auto found = seen_.find(root);
        return found == seen_.end() ? std::vector<entry>{} : found->second;
    }
    void put(std::uint64_t root, const std::vector<entry>& known) {
        if (!known.empty()) seen_[root] = known;
    }

private:
    /// Of the id in the list, which is sorted by ids: a host's mostly ascend.
    [[nodiscard]] static std::vector<entry>::const_iterator place(const std::vector<entry>& list, std::uint64_t id) noexcept {
        return std::lower_bound(list.begin(), list.end(), id, [](const entry& each, std::uint64_t wanted) { return each.id < wanted; });
    }
    [[nodiscard]] static bool forgotten(const entry& each, instant now, duration window) noexcept {
        return window != duration::max() && now - each.at > window;
    }
    boost::unordered_flat_map<std::uint64_t, std::vector<entry>> seen_;
};

}  // namespace caseclock
