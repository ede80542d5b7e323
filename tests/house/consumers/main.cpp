// SPDX-License-Identifier: Apache-2.0
#include <caseclock/version.hpp>

#include <iostream>

int main() { std::cout << "caseclock " << caseclock::version << '\n'; }
