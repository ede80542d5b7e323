// SPDX-License-Identifier: Apache-2.0
#include "caseclock/workflow/builtin_machines.hpp"
#include "rulebook/scratch_folder.hpp"
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

/// The files of a rulebook.
class folder : public scratch_folder {
public:
    folder() { fs::create_directories(path("rules")); }

    /// "1:10: include ..." of each fault when rules/own.yaml is loaded; included files keep their name.
    [[nodiscard]] std::vector<std::string> faults(std::span<const definition> machines = {}) const {
        std::vector<std::string> told;
        const auto own = path("rules/own.yaml").string();
        try {
            static_cast<void>(load_rulebook(own, machines));
        } catch (const rulebook_error& error) {
            for (const auto& fault : error.faults()) told.push_back(fault.file == own ? fault.text().substr(own.size() + 1) : fault.text());
        }
        return told;
    }
};

std::string including(const std::string& list, const std::string& more = {}) {
    return "rulebook: own\nlanguage: caseclock/1\ninclude: " + list + "\n" + more;
}
const std::string fragment = "rulebook: part\nlanguage: caseclock/1\n";

TEST(includes, join_files_below_the_folder) {
    const folder f;
    f.write("rules/own.yaml",
            including("[parts/machine.yaml, words.yaml]",
                      "zone: Asia/Shanghai\n" + policy_text("start: {opened: case}, stop: {event: finish}, due: within soon")));
    f.write("rules/parts/machine.yaml", fragment + "include: ../words.yaml\nzone: UTC\n" + machine);
    f.write("rules/words.yaml", fragment + "words: {soon: {means: 5m}}\n");
    ASSERT_THAT(f.faults(), testing::IsEmpty());
    const auto book = load_rulebook(f.path("rules/own.yaml"), {});
    EXPECT_EQ(book.name(), "own");
    EXPECT_EQ(book.zone_name(), "Asia/Shanghai") << "settings of the outermost file count";
    EXPECT_EQ(book.plan(0).policies[0].targets[0].length.length(), std::chrono::minutes{5});
}

TEST(includes, define_a_name_once) {
    const folder f;
    f.write("rules/own.yaml", including("words.yaml", "words: {soon: {means: 6m}}\n"));
    f.write("rules/words.yaml", fragment + "words: {soon: {means: 5m}}\n");
    EXPECT_THAT(f.faults(), ElementsAre("4:9: word soon: it is defined twice"));
}

TEST(includes, stay_below_the_folder) {
    const folder f;
    f.write("secret.yaml", "password: hidden\n");
    f.write("rules/own.yaml", including("[../secret.yaml, ../none.yaml, \"" + f.path("secret.yaml").string() +
                                        "\", link.yaml, linked/secret.yaml, missing.yaml, parts]"));
    fs::create_symlink(f.path("secret.yaml"), f.path("rules/link.yaml"));
    fs::create_directory_symlink(f.path(""), f.path("rules/linked"));
    fs::create_directories(f.path("rules/parts"));
    const auto told = f.faults();
    ASSERT_EQ(told.size(), 7U);
    EXPECT_THAT(told[0], HasSubstr("include \"../secret.yaml\": it does not lie below the rulebook's own folder"));
    EXPECT_THAT(told[1], HasSubstr("include \"../none.yaml\": it does not lie below the rulebook's own folder"))
        << "whether it is there is not told";
    EXPECT_THAT(told[2], HasSubstr("a path from the root is not allowed"));
    EXPECT_THAT(told[3], HasSubstr("include \"link.yaml\": it does not lie below the rulebook's own folder"));
    EXPECT_THAT(told[4], HasSubstr("include \"linked/secret.yaml\": it does not lie below the rulebook's own folder"));
    EXPECT_THAT(told[5], HasSubstr("include \"missing.yaml\": there is no such file"));
    EXPECT_THAT(told[6], HasSubstr("include \"parts\": it is no file that can be read"));
    for (const auto& line : told) EXPECT_THAT(line, testing::Not(HasSubstr("hidden")));
}

TEST(includes, lead_to_no_cycle_and_not_too_deep) {
    const folder f;
    f.write("rules/own.yaml", including("a.yaml"));
    f.write("rules/a.yaml", fragment + "include: [b.yaml, a.yaml]\n");
    f.write("rules/b.yaml", fragment + "include: own.yaml\n");
    EXPECT_THAT(f.faults(), ElementsAre("a.yaml:3:19: a file that cannot be included (an included file is not quoted)",
                                        "b.yaml:3:10: a file that cannot be included (an included file is not quoted)"));

    f.write("rules/own.yaml", including("d1.yaml"));
    for (int i = 1; i < 9; ++i)
        f.write("rules/d" + std::to_string(i) + ".yaml", fragment + "include: d" + std::to_string(i + 1) + ".yaml\n");
    f.write("rules/d9.yaml", fragment);
    EXPECT_THAT(f.faults(), ElementsAre("d8.yaml:3:10: a file that cannot be included (an included file is not quoted)"));
    f.write("rules/d8.yaml", fragment);
    EXPECT_THAT(f.faults(), testing::IsEmpty());
}

TEST(includes, are_never_quoted) {
    const folder f;
    f.write("rules/own.yaml", including("[a.yaml, b.yaml, c.yaml]"));
    f.write("rules/a.yaml", fragment + "secret_key: secret\nzone: UTC\n" + machine);
    f.write("rules/b.yaml",
            fragment +
                policy_text(
                    "start: {event: secret_event}, stop: {event: finish}, due: within secret, missed: {tell: secret_role}, machine: work"));
    f.write("rules/c.yaml", fragment + "title: [secret\n");
    const auto syntax = f.faults();
    ASSERT_EQ(syntax.size(), 2U) << "a file that cannot be read leaves the rest unsaid";
    EXPECT_EQ(syntax[0], "a.yaml:3:1: a key that is not known (an included file is not quoted)");
    EXPECT_EQ(syntax[1], "c.yaml:4:1: it is not valid YAML (an included file is not quoted)");
    f.write("rules/c.yaml", fragment);
    const auto names = f.faults();
    EXPECT_EQ(names.size(), 4U);
    for (const auto& line : names) EXPECT_THAT(line, testing::Not(HasSubstr("secret")));
}

TEST(includes, of_built_in_rulebooks_go_by_their_names) {
    const auto text = including("hotline", "choose: {ring_limit: 2 rings}\nroles: {chief: {}}\npolicies:\n"
                                           "  hold_at_most: {machine: call, metric: hold_time, due: within 10m, missed: {tell: [chief, supervisor]}}\n");
    const auto of_text = parse_rulebook(text, "own.yaml");
    EXPECT_EQ(of_text.name(), "own");
    EXPECT_EQ(of_text.zone_name(), "Asia/Shanghai") << "what the outermost file does not say";
    EXPECT_EQ(of_text.options()[0].value, "2 rings");
    EXPECT_EQ(of_text.policies().back().name, "hold_at_most");
    EXPECT_EQ(of_text.policies()[0].name, "pick_up");

    const folder f;
    f.write("rules/own.yaml", including("[hotline, parts/more.yaml]", "choose: {ring_limit: 2 rings}\n"));
    f.write("rules/parts/more.yaml", fragment + "include: hotline\nroles: {chief: {}}\nchoose: {ring_limit: 3 rings, emergency_means: critical_only}\n");
    f.write("rules/hotline", "a file of that name: is not meant\n");
    const auto of_file = load_rulebook(f.path("rules/own.yaml"));
    EXPECT_EQ(of_file.policies().size(), builtin_rulebook("hotline").policies().size()) << "once, however often it is named";
    EXPECT_EQ(of_file.options()[0].value, "2 rings") << "the outer file's choice";
    EXPECT_EQ(of_file.options()[1].value, "critical_only");
}

TEST(includes, take_all_built_in_rulebooks_together) {
    const auto names = builtin_rulebook_names();
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    const auto all = parse_rulebook(including('[' + list + ']'), "own.yaml");
    const auto has = [](const auto& of, const std::string& name) {
        return std::count_if(of.begin(), of.end(), [&](const auto& each) { return each.name == name; }) == 1;
    };
    for (const auto& name : names) {
        const auto one = builtin_rulebook(name);
        for (const auto& each : one.policies()) EXPECT_TRUE(has(all.policies(), each.name)) << name << ' ' << each.name;
        for (const auto& each : one.forms()) EXPECT_TRUE(has(all.forms(), each.name)) << name << ' ' << each.name;
    }
}

TEST(includes, of_built_in_rulebooks_are_quoted) {
    const folder f;
    f.write("rules/own.yaml", including("[part.yaml, hotline]"));
    f.write("rules/part.yaml", fragment + "roles: {agent: {}}\npolicies:\n  p: {machine: call, start: {opened: case}, stop: {event: secret}, due: none}\n");
    EXPECT_THAT(f.faults(workflows::builtin_machines()),
                testing::UnorderedElementsAre(testing::AllOf(testing::StartsWith("hotline.yaml:"), testing::EndsWith(": role agent: it is defined twice")),
                                              "part.yaml:5:59: a name that is not known (an included file is not quoted)"));
}

TEST(includes, of_built_in_rulebooks_lead_to_no_file) {
    const folder f;
    f.write("rules/own.yaml", including("[hotlin, tables/metrics.yaml, ./hotline, \"built-in:hotline.yaml\"]"));
    const auto told = f.faults();
    ASSERT_EQ(told.size(), 4U);
    EXPECT_THAT(told[0], HasSubstr("include \"hotlin\": there is no such file; did you mean \"hotline\"?"));
    for (std::size_t i = 1; i < 4; ++i) EXPECT_THAT(told[i], HasSubstr("there is no such file"));
    try {
        static_cast<void>(parse_rulebook(including("other.yaml"), "own.yaml"));
        ADD_FAILURE();
    } catch (const rulebook_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("a rulebook that is given as a text includes built-in ones only (complaints_400, hotline"));
    }
}

TEST(files, that_cannot_be_read_are_named) {
    const folder f;
    const auto told = [&](const fs::path& file) -> std::string {
        try {
            static_cast<void>(load_rulebook(file));
        } catch (const rulebook_error& error) {
            return error.what();
        }
        return {};
    };
    const auto none = f.path("none.yaml").string(), directory = f.path("rules").string();
    EXPECT_EQ(told(none), none + ": rulebook \"" + none.substr(0, 80) + (none.size() > 80 ? "...\": " : "\": ") + "there is no such file");
    EXPECT_THAT(told(directory), HasSubstr("it is no file"));
}

TEST(builtin_rulebooks, are_found_by_name) {
    EXPECT_THAT(builtin_rulebook_names(), testing::Contains("hotline"));
    EXPECT_EQ(builtin_rulebook("hotline").name(), "hotline");
    try {
        static_cast<void>(builtin_rulebook("hotlin"));
        ADD_FAILURE();
    } catch (const rulebook_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("there is no built-in rulebook \"hotlin\"; did you mean \"hotline\"?"));
    }
}

}  // namespace
}  // namespace caseclock::rulebook_test
