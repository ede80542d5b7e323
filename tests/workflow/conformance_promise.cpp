// SPDX-License-Identifier: Apache-2.0
#include "caseclock/workflow/promise.hpp"
#include "machine/conformance.hpp"

#include <gtest/gtest.h>

namespace {

TEST(conformance, the_promise_behaves_as_msm_says) {
    const auto report = caseclock::machine_test::conformance<caseclock::workflows::promise::lifecycle>().check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 100U);
    EXPECT_GT(report.random, 90'000U);
}

}  // namespace
