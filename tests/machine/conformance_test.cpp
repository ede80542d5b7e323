// SPDX-License-Identifier: Apache-2.0
#include "conformance.hpp"

#include "example_call.hpp"
#include "nasty.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::conformance;

TEST(conformance, the_example_call_behaves_as_msm_says) {
    const auto report = conformance<example::call>().check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 100'000U);
    EXPECT_GT(report.refusals_explained, 10'000U);
}

TEST(conformance, the_nasty_machine_behaves_as_msm_says) {
    const auto report = conformance<nasty::machine>().check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 100'000U);
}

}  // namespace
