// SPDX-License-Identifier: Apache-2.0
//
// What is probably wrong with a rulebook although it loads: pauses that cannot happen, targets that no case reaches, clocks that can
// pause for ever, promises that nothing stops. Compiled in caseclock::runtime; docs/lint.md explains every finding with an example.
//
//   for (const auto& f : lint_rulebook("rules/own.yaml"))           // throws rulebook_error when it does not load: a fault is no finding
//       if (f.counts()) std::cout << f.text() << '\n';              // own.yaml:31:20: warning: policy hold: ... (pause-cannot-happen)
//
// A warning is certain: the thing is so, whatever a host sends. A note is certain too, but may be meant. A host may send any fact and
// any attribute with any event, so nothing is found that holds only if it does not.
//
// The rule that surprises: an option is read as open. A target that only another choice of an option reaches is reached.
#pragma once

#include "caseclock/rulebook/description.hpp"
#include "caseclock/rulebook/load.hpp"

namespace caseclock {

/// How bad a finding is.
enum class finding_level : std::uint8_t {
    note,    ///< it may be meant
    warning  ///< it does not do what it seems to say
};
[[nodiscard]] constexpr std::string_view to_string(finding_level level) noexcept { return level == finding_level::note ? "note" : "warning"; }

/// Something that is probably wrong, at its place.
struct rulebook_finding {
    std::string id;  ///< "pause-cannot-happen"
    finding_level level = finding_level::warning;
    std::string file;
    unsigned line = 0, column = 0;  ///< from 1; line 0: the rulebook as a whole
    std::string subject;            ///< "policy hold"
    std::string reason;             ///< a sentence: what is so, and why
    std::string remedy;             ///< a sentence: what to write instead
    std::string ignored{};          ///< why the rulebook says to ignore it; empty: it counts

    [[nodiscard]] bool counts() const noexcept { return ignored.empty(); }
    /// "own.yaml:31:20: warning: policy hold: the pause cannot happen ...; remedy (pause-cannot-happen)"
    [[nodiscard]] std::string text() const;
};

/// A kind of finding.
struct finding_info {
    std::string_view id;
    finding_level level;     ///< how bad it is at worst
    std::string_view about;  ///< a sentence
};
/// Every kind of finding, in the order of docs/lint.md.
[[nodiscard]] std::span<const finding_info> finding_kinds() noexcept;

/// Findings in the rulebook of a file, over the built-in machines or over these, in the order of the text; those that it says to ignore
/// too. Throws rulebook_error when it cannot be loaded.
[[nodiscard]] std::vector<rulebook_finding> lint_rulebook(const std::filesystem::path& file);
[[nodiscard]] std::vector<rulebook_finding> lint_rulebook(const std::filesystem::path& file, std::span<const definition> machines);
/// The same of a text; `name` stands for the file.
[[nodiscard]] std::vector<rulebook_finding> lint_rulebook_text(std::string_view text, std::string name = "rulebook");
[[nodiscard]] std::vector<rulebook_finding> lint_rulebook_text(std::string_view text, std::string name, std::span<const definition> machines);
/// The same of a rulebook that comes with the library.
[[nodiscard]] std::vector<rulebook_finding> lint_builtin_rulebook(std::string_view name);

/// A finding in a rulebook that is plain data: `mark` is the description's own number of a place.
struct description_finding {
    std::string_view id;
    finding_level level = finding_level::warning;
    std::uint32_t mark = 0;
    std::string subject, reason, remedy;
    std::string ignored{};
};
/// Findings in a rulebook that is plain data, in the order of their marks. Throws description_error when it cannot be built.
[[nodiscard]] std::vector<description_finding> lint(const rulebook_description& from, std::span<const definition> machines);

}  // namespace caseclock
