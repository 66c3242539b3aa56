#pragma once
//! \file  A small world with rules of many kinds at work, for what must hold whatever is ruled.
#include "tests/support/small_world.hpp"

namespace yanzhen::testing {

/// Five cities of three industries and an outside, quarters from 2010 on: two enclaves with one host (the
/// first is paid for, lasts and changes its tax split in 2012; the second has its land, takes two industries
/// and ends in 2013), tax shared in all three forms, borders between cities that fall from 2011 on, and a
/// bridge that opens in 2012. Firms move often.
[[nodiscard]] SmallScenario governed_world();

/// The same cities under one policy of every rule that there is, with default terms, from April 2010 to April
/// 2013, growing over half a year where a rule may grow.
[[nodiscard]] SmallScenario world_under_every_rule();

}  // namespace yanzhen::testing
