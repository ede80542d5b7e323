// SPDX-License-Identifier: Apache-2.0
//
// A folder for the files of one test, which no other run of the tests shares.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace caseclock::rulebook_test {

/// A new folder, which stays.
[[nodiscard]] inline std::filesystem::path new_folder() {
    auto pattern = testing::TempDir() + "caseclock_XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make the folder " + pattern);
    return pattern;
}

/// A folder that is gone when the test ends.
class scratch_folder {
public:
    scratch_folder() = default;
    ~scratch_folder() { std::filesystem::remove_all(at_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    void write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories(path(name).parent_path());
        std::ofstream{path(name), std::ios::binary} << text;
    }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return at_ / name; }

private:
    std::filesystem::path at_ = new_folder();
};

}  // namespace caseclock::rulebook_test
