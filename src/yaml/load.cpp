// SPDX-License-Identifier: Apache-2.0
//
// Files and what they include, read into one description and built.
#include "caseclock/rulebook/load.hpp"

#include "caseclock/workflow/builtin_machines.hpp"
#include "embedded_rulebooks.hpp"
#include "lint/parts.hpp"
#include "yaml/name_uses.hpp"
#include "yaml/reader.hpp"

#include <fstream>
#include <list>

namespace caseclock {

namespace detail {

namespace plain {
constexpr std::string_view include = "a file that cannot be included";
}  // namespace plain

namespace {

constexpr unsigned deepest_include = 8;
constexpr std::size_t most_files = 64;

/// A text that was found; `key` is the same for the same file, however it was named.
struct found_text {
    std::string key, name, text;
};

/// Where texts come from. A text that cannot be had throws text_error.
class text_source {
public:
    virtual ~text_source() = default;
    virtual found_text include(const std::string& from_key, const std::string& name) const = 0;
};

class no_source final : public text_source {
public:
    found_text include(const std::string&, const std::string& name) const override {
        refuse_text("include", name, "a rulebook that is given as a text includes built-in ones only (" + listed(builtin_rulebook_names()) + "); load it from a file");
    }
};

/// What comes with the library. A key of it is no path: no file is looked for under it.
class embedded_source final : public text_source {
public:
    found_text include(const std::string&, const std::string& name) const override { return find(name); }
    [[nodiscard]] static found_text find(const std::string& name) {
        std::vector<std::string> names;
        for (const auto& each : embedded_rulebooks()) {
            if (each.name == name) return {std::string{mark} + name, name, std::string{each.text}};
            names.emplace_back(each.name);
        }
        throw text_error{no_such("built-in rulebook", name, names)};
    }
    /// Whether a key is one of these.
    [[nodiscard]] static bool has(std::string_view key) noexcept { return key.substr(0, mark.size()) == mark; }

private:
    static constexpr std::string_view mark = "built-in:";
};

/// Files below one folder, links resolved.
class folder_source final : public text_source {
public:
    explicit folder_source(const std::filesystem::path& root) : root_{std::filesystem::weakly_canonical(root).parent_path()} {}

    [[nodiscard]] static std::string read(const std::filesystem::path& file, std::string_view subject) {
        std::error_code error;
        const auto status = std::filesystem::status(file, error);
        if (!std::filesystem::exists(status)) refuse_text(subject, file.string(), "there is no such file");
        if (!std::filesystem::is_regular_file(status)) refuse_text(subject, file.string(), "it is no file");
        std::ifstream in{file, std::ios::binary};
        std::string text(largest_text + 1, '\0');
        in.read(text.data(), static_cast<std::streamsize>(text.size()));
        if (in.bad() || (!in.eof() && in.fail()) || !in.is_open()) refuse_text(subject, file.string(), "it cannot be read");
        text.resize(static_cast<std::size_t>(in.gcount()));
        return text;
    }

    found_text include(const std::string& from_key, const std::string& name) const override {
        const std::filesystem::path given{name};
        if (given.is_absolute())
            refuse_text("include", name, "a path from the root is not allowed: files lie below the rulebook's own folder");
        std::error_code error;
        const auto file = std::filesystem::canonical(std::filesystem::path{from_key}.parent_path() / given, error);
        const auto below = file.lexically_relative(root_);
        if (error && !escapes(std::filesystem::path{from_key}.parent_path() / given)) refuse_text("include", name, "there is no such file");
        if (error || below.empty() || *below.begin() == "..")
            refuse_text("include", name, "it does not lie below the rulebook's own folder");
        try {
            return {file.string(), below.string(), read(file, "include")};
        } catch (const text_error&) {
            refuse_text("include", name, "it is no file that can be read");
        }
    }

private:
    /// Whether it leads out of the folder by its words alone: then whether there is such a file is nobody's business.
    [[nodiscard]] bool escapes(const std::filesystem::path& file) const {
        const auto below = file.lexically_normal().lexically_relative(root_);
        return below.empty() || *below.begin() == "..";
    }
    std::filesystem::path root_;
};

class rulebook_loader {
public:
    rulebook_loader(found_text root, const text_source& source) : source_{source}, places_{root.name} { read(std::move(root), 0, {}); }

    rulebook build(std::span<const definition> machines, const chosen_options& chosen) {
        auto data = std::make_shared<rulebook_data>();
        built(*data, machines, chosen, [](rulebook_draft&) {});
        return rulebook{std::move(data)};
    }
    std::vector<rulebook_finding> lint(std::span<const definition> machines) {
        std::vector<rulebook_finding> findings;
        rulebook_data data;
        built(data, machines, {}, [&](rulebook_draft& d) {
            auto found = lint_draft(d);
            for (auto& each : unused_names(documents_, d)) found.push_back(std::move(each));
            ignore_findings(found, d.from.ignored);
            std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return order_of(a.mark) < order_of(b.mark); });
            for (auto& each : found) findings.push_back(placed(each));
        });
        return findings;
    }

private:
    /// Builds it; `use` sees it when it has no fault.
    template <class Use> void built(rulebook_data& data, std::span<const definition> machines, const chosen_options& chosen, Use use) {
        const auto form_faults = faults_.size();
        const auto source = std::make_shared<rulebook_source>(rulebook_source{{}, {machines.begin(), machines.end()}});
        rulebook_draft draft{source->from, data};
        if (complete_) {
            describe(source->from, chosen);
            build_parts(draft, machines);
            for (const auto& fault : draft.faults.all()) faults_.add(fault);
        }
        if (!faults_.empty()) throw rulebook_error{told(form_faults)};
        data.source = source;
        use(draft);
    }

    // ---- files ------------------------------------------------------------------------------------------------------------------

    /// Reads a file, those it includes before it.
    void read(found_text from, std::uint32_t file, std::vector<std::string> path) {
        path.push_back(from.key);
        files_.push_back(from.key);
        faults_.about({}, 0);
        auto document = read_yaml(from.text, file, places_, faults_);
        if (!document) {
            complete_ = false;
            return;
        }
        check_form(*document, rulebook_shape(), faults_);
        if (document->is_map())
            for (const auto& name : marked_list(document->at("include"))) include(from.key, name, path);
        documents_.push_back(std::move(*document));
        if (file == 0) root_ = &documents_.back();
    }
    void include(const std::string& from_key, const marked_text& name, const std::vector<std::string>& path) {
        const auto refuse = [&](std::string_view why) { faults_.add(name.mark, plain::include, text_message("include", name.text, why)); };
        if (path.size() > deepest_include) return refuse("files include each other more than 8 deep");
        std::optional<found_text> found;
        try {
            found = found_by(from_key, name.text);
        } catch (const text_error& error) {
            complete_ = false;
            return faults_.add(name.mark, plain::include, error.what() + did_you_mean(name.text, builtin_rulebook_names()));
        }
        if (std::find(path.begin(), path.end(), found->key) != path.end())
            return refuse("the file includes itself, by way of others or at once");
        if (std::find(files_.begin(), files_.end(), found->key) != files_.end()) return;  // two files may need the same
        if (files_.size() >= most_files) return refuse("a rulebook has at most 64 files");
        const auto file = places_.add_file(found->name);
        read(std::move(*found), file, path);
    }

    /// The name of a built-in rulebook is that everywhere; a built-in one includes others by the names of their files.
    [[nodiscard]] found_text found_by(const std::string& from_key, const std::string& name) const {
        const auto names = builtin_rulebook_names();
        if (std::find(names.begin(), names.end(), name) != names.end()) return embedded_source::find(name + ".yaml");
        return embedded_source::has(from_key) ? embedded_source::find(name) : source_.include(from_key, name);
    }
    /// What metrics mean stands before all that a tenant says.
    void read_metrics() {
        const auto names_one = [](const yaml_node& document) {
            const auto& policies = document.at("policies").entries;
            return std::any_of(policies.begin(), policies.end(), [](const yaml_entry& each) { return each.value.entry("metric") != nullptr; });
        };
        if (std::none_of(documents_.begin(), documents_.end(), names_one)) return;
        auto table = embedded_source::find("tables/metrics.yaml");
        files_.push_back(table.key);
        auto document = read_yaml(table.text, places_.add_file(std::move(table.name)), places_, faults_);
        if (!document) return;
        documents_.push_front(std::move(*document));
        table_ = &documents_.front();
    }

    void describe(rulebook_description& whole, const chosen_options& chosen) {
        read_metrics();
        whole.name = text_of(root_->at("rulebook"));
        whole.title = text_of(root_->at("title"));
        whole.mark = root_->mark;
        read_settings_first(whole);
        for (const auto& document : documents_) read_ignored(document, &document == root_, whole.ignored, faults_);
        for (const auto& document : documents_)
            for (const auto& entry : document.at("choose").entries) choose(whole.options, entry);
        for (const auto& [name, choice] : chosen) choose(whole.options, name, choice);
        for (const auto& document : documents_)
            for (const auto& entry : document.at("machines").entries) whole.machines.push_back(read_machine(entry, whole, faults_));
    }
    /// What a rulebook chooses of the options of those that it includes; an outer file is read later, and counts.
    void choose(std::vector<option_description>& options, const yaml_entry& choice) {
        faults_.about("choose", choice.mark);
        const auto option = std::find_if(options.begin(), options.end(), [&](const auto& each) { return each.name == choice.key; });
        if (option == options.end()) return faults_.add(choice.mark, plain::unknown_name, no_such("option", choice.key, names_of(options)));
        if (choice.value.is_text() && !choice.value.text.empty()) option->value = marked(choice.value);
    }
    /// A host's choice is no part of the text: a fault of it stands at the file as a whole.
    void choose(std::vector<option_description>& options, const std::string& name, const std::string& choice) {
        const auto refuse = [&](const std::string& why) {
            faults_.about("chosen options", 0);
            faults_.add(0, plain::unknown_name, why);
        };
        const auto option = std::find_if(options.begin(), options.end(), [&](const auto& each) { return each.name == name; });
        if (option == options.end()) return refuse(no_such("option", name, names_of(options)));
        std::vector<std::string> choices;
        for (const auto& each : option->choices) choices.push_back(each.text);
        const bool is_choice = option->is != option_description::kind::choice || std::find(choices.begin(), choices.end(), choice) != choices.end();
        if (!is_choice) return refuse(no_such("choice of option " + name, choice, choices));
        option->value = {choice, option->value.mark};
    }
    /// Settings of the outermost file count, definitions of the included ones stand before its own.
    void read_settings_first(rulebook_description& whole) {
        rulebook_description settings;
        fault_sink ignored;
        read_sections(*root_, settings, ignored);
        whole.zone = settings.zone;
        whole.calendar = settings.calendar;
        whole.case_calendar = settings.case_calendar;
        for (const auto& document : documents_) {
            read_sections(document, whole, faults_);
            if (&document == table_)  // the first
                for (auto& each : whole.metrics) each.of_table = true;
        }
        if (root_->entry("limits") != nullptr) whole.limits = settings.limits;
        if (root_->entry("late_events") != nullptr) whole.late = settings.late;
        if (root_->entry("dedupe_window") != nullptr) whole.dedupe_window = settings.dedupe_window;
        if (root_->entry("max_ahead") != nullptr) whole.max_ahead = settings.max_ahead;
    }

    // ---- faults -----------------------------------------------------------------------------------------------------------------

    /// What follows only from a fault of form that is told is not told again.
    class followers {
    public:
        followers(const std::list<yaml_node>& documents, std::span<const build_fault> form) {
            for (const auto& fault : form) marks_.insert(fault.mark);
            if (marks_.empty()) return;
            for (const auto& document : documents) note_ends(document);
            for (const auto& document : documents)
                for (const auto& entry : document.at("machines").entries)
                    if (has_form_fault(entry.mark, entry.value.last_mark)) machines_.emplace_back(entry.mark, entry.value.last_mark);
        }
        [[nodiscard]] bool follows(const build_fault& fault) const {
            if (marks_.empty()) return false;
            if (marks_.count(fault.mark) != 0) return true;
            if (fault.plain == plain::machine)
                return std::any_of(machines_.begin(), machines_.end(),
                                   [&](const auto& each) { return each.first <= fault.mark && fault.mark <= each.second; });
            const auto end = ends_.find(fault.mark);
            return (fault.plain == plain::missing || fault.plain == plain::contradiction) && end != ends_.end() &&
                   has_form_fault(fault.mark, end->second);
        }

    private:
        void note_ends(const yaml_node& node) {
            ends_[node.mark] = node.last_mark;
            for (const auto& item : node.items) note_ends(item);
            for (const auto& entry : node.entries) {
                ends_[entry.mark] = entry.value.last_mark;
                note_ends(entry.value);
            }
        }
        [[nodiscard]] bool has_form_fault(std::uint32_t first, std::uint32_t last) const {
            const auto found = marks_.lower_bound(first);
            return found != marks_.end() && *found <= last;
        }
        std::set<std::uint32_t> marks_;
        std::map<std::uint32_t, std::uint32_t> ends_;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> machines_;
    };

    [[nodiscard]] std::vector<rulebook_fault> told(std::size_t form_faults) const {
        const auto& all = faults_.all();
        const followers only{documents_, std::span{all}.first(form_faults)};
        std::vector<const build_fault*> kept;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (i < form_faults || !only.follows(all[i])) kept.push_back(&all[i]);
        std::stable_sort(kept.begin(), kept.end(), [&](const build_fault* a, const build_fault* b) { return order_of(a->mark) < order_of(b->mark); });
        std::vector<rulebook_fault> faults;
        for (const auto* fault : kept) faults.push_back(tell(*fault));
        return faults;
    }
    [[nodiscard]] std::tuple<std::uint32_t, std::uint32_t, std::uint32_t> order_of(std::uint32_t mark) const {
        const auto& at = places_[mark];
        return {at.file, at.line, at.column};
    }
    [[nodiscard]] rulebook_finding placed(const description_finding& found) const {
        const auto& at = places_[found.mark];
        return {std::string{found.id}, found.level, places_.file(at.file), at.line, at.column, found.subject, found.reason, found.remedy, found.ignored};
    }
    /// A fault in an included file quotes nothing of it, unless it comes with the library.
    [[nodiscard]] rulebook_fault tell(const build_fault& fault) const {
        const auto& at = places_[fault.mark];
        rulebook_fault out{places_.file(at.file), at.line, at.column, {}};
        if (at.file != 0 && !embedded_source::has(files_[at.file])) out.message = std::string{fault.plain} + " (an included file is not quoted)";
        else out.message = (fault.subject.empty() ? "" : fault.subject + ": ") + fault.what;
        return out;
    }

    const text_source& source_;
    place_table places_;
    fault_sink faults_;
    std::list<yaml_node> documents_;
    const yaml_node* root_ = nullptr;
    const yaml_node* table_ = nullptr;  ///< of metrics
    std::vector<std::string> files_;  ///< their keys, by their numbers in the places
    bool complete_ = true;  ///< every file could be read
};

[[noreturn]] void refuse_file(const std::string& name, const std::string& why) { throw rulebook_error{{{name, 0, 0, why}}}; }

}  // namespace
}  // namespace detail

namespace {

template <class Use> auto with_file(const std::filesystem::path& file, Use use) {
    std::string text, key;
    try {
        text = detail::folder_source::read(file, "rulebook");
        key = std::filesystem::canonical(file).string();
    } catch (const text_error& error) {
        detail::refuse_file(file.string(), error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        detail::refuse_file(file.string(), error.code().message());
    }
    const detail::folder_source source{key};
    return use(detail::rulebook_loader{{key, file.string(), std::move(text)}, source});
}
template <class Use> auto with_text(std::string_view text, const std::string& name, Use use) {
    const detail::no_source source;
    return use(detail::rulebook_loader{{name, name, std::string{text}}, source});
}
template <class Use> auto with_builtin(std::string_view name, Use use) {
    const auto names = builtin_rulebook_names();
    if (std::find(names.begin(), names.end(), name) == names.end())
        detail::refuse_file(std::string{name}, detail::no_such("built-in rulebook", name, names));
    const detail::embedded_source source;
    return use(detail::rulebook_loader{detail::embedded_source::find(std::string{name} + ".yaml"), source});
}

auto building(std::span<const definition> machines, const chosen_options& chosen) {
    return [machines, &chosen](detail::rulebook_loader loader) { return loader.build(machines, chosen); };
}
auto linting(std::span<const definition> machines) {
    return [machines](detail::rulebook_loader loader) { return loader.lint(machines); };
}

}  // namespace

rulebook load_rulebook(const std::filesystem::path& file) { return load_rulebook(file, workflows::builtin_machines()); }
rulebook load_rulebook(const std::filesystem::path& file, std::span<const definition> machines, const chosen_options& chosen) {
    return with_file(file, building(machines, chosen));
}

rulebook parse_rulebook(std::string_view text, std::string name) {
    return parse_rulebook(text, std::move(name), workflows::builtin_machines());
}
rulebook parse_rulebook(std::string_view text, std::string name, std::span<const definition> machines, const chosen_options& chosen) {
    return with_text(text, name, building(machines, chosen));
}

rulebook builtin_rulebook(std::string_view name) { return builtin_rulebook(name, workflows::builtin_machines()); }
rulebook builtin_rulebook(std::string_view name, std::span<const definition> machines, const chosen_options& chosen) {
    return with_builtin(name, building(machines, chosen));
}

std::vector<rulebook_finding> lint_rulebook(const std::filesystem::path& file) { return lint_rulebook(file, workflows::builtin_machines()); }
std::vector<rulebook_finding> lint_rulebook(const std::filesystem::path& file, std::span<const definition> machines) {
    return with_file(file, linting(machines));
}
std::vector<rulebook_finding> lint_rulebook_text(std::string_view text, std::string name) {
    return lint_rulebook_text(text, std::move(name), workflows::builtin_machines());
}
std::vector<rulebook_finding> lint_rulebook_text(std::string_view text, std::string name, std::span<const definition> machines) {
    return with_text(text, name, linting(machines));
}
std::vector<rulebook_finding> lint_builtin_rulebook(std::string_view name) { return with_builtin(name, linting(workflows::builtin_machines())); }

std::vector<std::string> builtin_rulebook_names() {
    std::vector<std::string> names;
    for (const auto& each : detail::embedded_rulebooks())
        if (each.name.find('/') == std::string_view::npos) names.emplace_back(each.name.substr(0, each.name.size() - 5));  // .yaml
    return names;
}

}  // namespace caseclock
