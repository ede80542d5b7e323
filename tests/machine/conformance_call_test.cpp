// SPDX-License-Identifier: Apache-2.0
#include "call_description.hpp"
#include "conformance.hpp"
#include "example_call.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::conformance;

TEST(conformance, the_example_call_behaves_as_msm_says) {
    const auto report = conformance<example::call>().check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 20'000U);
    EXPECT_GT(report.random, 90'000U);
    EXPECT_GT(report.refusals_explained, 10'000U);
}

TEST(conformance, the_example_call_written_as_a_description_behaves_as_msm_says) {
    const auto report = conformance<example::call>().check({define<example::call>(), build(machine_test::call_description())});
    EXPECT_EQ(report.text(), "");
}

}  // namespace
