// SPDX-License-Identifier: Apache-2.0
//
// How long the compiler takes over a machine of 30 and of 400 rows, each in a translation unit of its own: CPU time of the compiler, the
// minimum of three, since other processes only ever add to it.
#include "bars.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone afterwards.
class scratch_folder {
public:
    scratch_folder() {
        auto name = (fs::temp_directory_path() / "bench_bars_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for generated machines in " + fs::temp_directory_path().string());
        path_ = name;
    }
    ~scratch_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// A machine with so many rows: every third acts, every fourth asks a fact, every seventh a function; one state in five has an entry.
void write_machine(const fs::path& file, unsigned rows) {
    const unsigned states = rows / 8 + 8, events = rows / 40 + 8;
    std::ofstream out(file);
    out << "// SPDX-License-Identifier: Apache-2.0\n#include \"caseclock/machine/lower.hpp\"\nnamespace generated {\nusing namespace caseclock;\n"
           "enum class fact { known, agreed, greeted, told };\nBOOST_DESCRIBE_ENUM(fact, known, agreed, greeted, told)\nusing enum fact;\n"
           "enum class attribute { tries, owner };\nBOOST_DESCRIBE_ENUM(attribute, tries, owner)\nusing enum attribute;\n"
           "enum class cue { hello };\nBOOST_DESCRIBE_ENUM(cue, hello)\nnamespace event {\n";
    for (unsigned e = 0; e < events; ++e)
        out << "struct e" << e << " { std::uint32_t number; bool known; }; BOOST_DESCRIBE_STRUCT(e" << e << ", (), (number, known))\n";
    out << "}\n";
    for (unsigned a = 0; a < rows / 3 + 1; ++a) out << "inline void act" << a << "(step& now) { now[tries] = " << a << "; now.cue(cue::hello, " << a << "); }\n";
    for (unsigned g = 0; g < rows / 7 + 1; ++g) out << "inline bool ask" << g << "(const step& now) { return now.facts() != " << g << "; }\n";
    for (unsigned s = 0; s < states; ++s) {
        out << "struct s" << s << " : state<";
        if (s % 5 == 0) out << "enter<act" << s % (rows / 3 + 1) << ">";
        out << "> {};\n";
    }
    out << "struct lifecycle : workflow<lifecycle> {\nusing facts = facts_of<fact>;\nusing attributes = attributes_of<attribute, counted<tries>, named<owner>>;\n"
           "using cues = generated::cue;\nusing initial_state = s0;\nusing transition_table = table<\n";
    for (unsigned r = 0; r < rows; ++r) {
        out << "Row<s" << r % states << ", event::e" << r / states % events << ", s" << (r * 7 + 1) % states << ", ";
        if (r % 3 == 0) out << "does<act" << r / 3 << ">, ";
        else out << "none, ";
        if (r % 4 == 1) out << "needs<agreed>";
        else if (r % 7 == 2) out << "when<ask" << r / 7 << ">";
        else if (r % 5 == 3) out << "all<has<known>, ought<greeted>>";
        else out << "none";
        out << (r + 1 < rows ? ">,\n" : ">>;\n");
    }
    out << "};\n}\nconst caseclock::definition& machine() { return caseclock::define<generated::lifecycle>(); }\n";
}

[[nodiscard]] double seconds_of_children() {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// CPU seconds of the compiler, the minimum of three.
[[nodiscard]] double compile(const fs::path& file) {
    const auto headers = "-I" + (fs::path(__FILE__).parent_path() / "../../include").lexically_normal().string();
    const auto object = file.string() + ".o";
    double best = 0;
    for (int i = 0; i < 3; ++i) {
        const double before = seconds_of_children();
        const auto child = fork();
        if (child == 0) {
            setenv("CCACHE_DISABLE", "1", 1);
            execlp("g++", "g++", "-O2", "-std=c++20", headers.c_str(), "-c", file.c_str(), "-o", object.c_str(), nullptr);
            _exit(127);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) throw std::runtime_error("g++ did not compile a generated machine: " + file.string());
        const double took = seconds_of_children() - before;
        best = i == 0 ? took : std::min(best, took);
    }
    return best;
}

}  // namespace

readings compile_time(const settings&) {
    const scratch_folder folder;
    readings out;
    for (const auto& [rows, limit] : {std::pair{30U, 1.5}, std::pair{400U, 3.0}}) {
        const auto file = folder.path() / ("rows_" + std::to_string(rows) + ".cpp");
        write_machine(file, rows);
        out.push_back({std::to_string(rows) + " rows", compile(file), "s", reading::bound::at_most, limit, "CPU seconds of g++ -O2, minimum of 3"});
    }
    return out;
}

}  // namespace bench
