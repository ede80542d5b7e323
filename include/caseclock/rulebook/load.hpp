// SPDX-License-Identifier: Apache-2.0
//
// Rulebooks from YAML, the language caseclock/1. Compiled in caseclock::runtime.
//
//   const rulebook hotline = builtin_rulebook("hotline");
//   const rulebook own = load_rulebook("rules/own.yaml");           // its `include:` stays below rules/
//   const rulebook text = parse_rulebook(yaml, "own.yaml");         // includes built-in ones only
//   const rulebook two = builtin_rulebook("hotline", workflows::builtin_machines(), {{"ring_limit", "2 rings"}});  // not its default
//
//   try { load_rulebook(file); }
//   catch (const rulebook_error& e) { for (const auto& f : e.faults()) ... }   // own.yaml:12:5: there is no state "ringng"; did you mean ...
//
// The rule that surprises: a fault in an included file says where it is and what kind it is, but quotes nothing of the file, unless that is a built-in one.
#pragma once

#include "caseclock/rulebook/rulebook.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>

namespace caseclock {

/// A fault of a rulebook's text.
struct rulebook_fault {
    std::string file;
    unsigned line = 0;    ///< from 1; 0: the file as a whole
    unsigned column = 0;  ///< from 1, in characters
    std::string message;  ///< a sentence: subject, what was tried, what is allowed

    /// "own.yaml:12:5: there is no state ..."
    [[nodiscard]] std::string text() const {
        return file + (line == 0 ? "" : ':' + std::to_string(line) + ':' + std::to_string(column)) + ": " + message;
    }
    friend bool operator==(const rulebook_fault&, const rulebook_fault&) = default;
};

/// A rulebook that cannot be loaded. what() lists the faults, one a line, in the order of the text; of very many the first 500.
class rulebook_error : public std::invalid_argument {
public:
    explicit rulebook_error(std::vector<rulebook_fault> faults)
        : std::invalid_argument{report(faults)}, faults_{std::make_shared<const std::vector<rulebook_fault>>(std::move(faults))} {}

    [[nodiscard]] const std::vector<rulebook_fault>& faults() const noexcept { return *faults_; }

private:
    static std::string report(const std::vector<rulebook_fault>& faults) {
        std::string text;
        for (const auto& fault : faults) text += (text.empty() ? "" : "\n") + fault.text();
        return text;
    }
    std::shared_ptr<const std::vector<rulebook_fault>> faults_;  // shared: copying an exception must not throw
};

/// Options by name, with the choice that stands for the default which the rulebook writes.
using chosen_options = std::map<std::string, std::string, std::less<>>;

/// The rulebook in a file, over the built-in machines or over these. Throws rulebook_error with every fault.
[[nodiscard]] rulebook load_rulebook(const std::filesystem::path& file);
[[nodiscard]] rulebook load_rulebook(const std::filesystem::path& file, std::span<const definition> machines,
                                     const chosen_options& chosen = {});

/// The rulebook in a text; `name` stands for the file in faults. Throws rulebook_error with every fault.
[[nodiscard]] rulebook parse_rulebook(std::string_view text, std::string name = "rulebook");
[[nodiscard]] rulebook parse_rulebook(std::string_view text, std::string name, std::span<const definition> machines,
                                      const chosen_options& chosen = {});

/// A rulebook that comes with the library: "hotline", "complaints_400". Throws rulebook_error, with the names there are, when there is none of that name.
[[nodiscard]] rulebook builtin_rulebook(std::string_view name);
[[nodiscard]] rulebook builtin_rulebook(std::string_view name, std::span<const definition> machines, const chosen_options& chosen = {});
/// The names of those that come with the library, in ascending order.
[[nodiscard]] std::vector<std::string> builtin_rulebook_names();

/// The JSON Schema of the language, for editors; src/rulebooks/caseclock-rulebook.schema.json is its copy.
[[nodiscard]] std::string rulebook_schema();

}  // namespace caseclock
