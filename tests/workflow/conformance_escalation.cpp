// SPDX-License-Identifier: Apache-2.0
#include "caseclock/workflow/escalation.hpp"
#include "machine/conformance.hpp"

#include <gtest/gtest.h>

namespace {

TEST(conformance, the_escalation_behaves_as_msm_says) {
    const auto report = caseclock::machine_test::conformance<caseclock::workflows::escalation::lifecycle>({.mixed_attributes = 10}).check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 20'000U);
    EXPECT_GT(report.random, 90'000U);
}

}  // namespace
