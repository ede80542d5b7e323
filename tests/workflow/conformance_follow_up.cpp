// SPDX-License-Identifier: Apache-2.0
#include "caseclock/workflow/follow_up.hpp"
#include "machine/conformance.hpp"

#include <gtest/gtest.h>

namespace {

TEST(conformance, the_follow_up_behaves_as_msm_says) {
    const auto report = caseclock::machine_test::conformance<caseclock::workflows::follow_up::lifecycle>({.mixed_attributes = 20}).check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 500U);
    EXPECT_GT(report.random, 90'000U);
}

}  // namespace
