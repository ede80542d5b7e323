# SPDX-License-Identifier: Apache-2.0
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.81 CONFIG)
find_dependency(date CONFIG)
find_dependency(yaml-cpp CONFIG)
include(${CMAKE_CURRENT_LIST_DIR}/caseclock-targets.cmake)
