// SPDX-License-Identifier: Apache-2.0
//
// Words that several built-in workflows share, so that a call can pass them to the cases it opens.
#pragma once

#include <boost/describe.hpp>

namespace caseclock::workflows {

/// How urgent, from nobody asked to drop everything. `regular` is the handbooks' normal.
enum class level { unknown, regular, high, urgent, critical };
BOOST_DESCRIBE_ENUM(level, unknown, regular, high, urgent, critical)

/// What it is about: the handbooks' lists in one. `consult` asks how, `business_consult` asks about packages, bills and rules,
/// `business` wants something done.
enum class topic { unclassified, consult, business_consult, business, operation_fault, fault, complaint, suggestion, emergency };
BOOST_DESCRIBE_ENUM(topic, unclassified, consult, business_consult, business, operation_fault, fault, complaint, suggestion, emergency)

/// Flags: the three statuses that customers and forms know.
namespace status {
struct pending {};
struct processing {};
struct completed {};
}  // namespace status

}  // namespace caseclock::workflows
