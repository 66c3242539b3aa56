#pragma once
//! \file  `yanzhen-bench run SCENARIO`: a whole run of any model, phase by phase, with memory and checksum.
#include <iosfwd>
#include <string>
#include <vector>

namespace yanzhen::bench {

/// The command: `arguments` without the program's name, beginning with "run". Results go to `out`, complaints
/// to `err`. Every panel is measured at every record as a run would, but nothing is written. \returns the
/// exit code: 0, or 2 when the options or the scenario are wrong
[[nodiscard]] int run_command(const std::vector<std::string>& arguments, std::ostream& out,
                              std::ostream& err);

}  // namespace yanzhen::bench
