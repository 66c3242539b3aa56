#pragma once
//! \file  What a scenario must say for a lock-in experiment, as text that can be pasted.
#include <optional>
#include <string>
#include <string_view>

#include "engine/model.hpp"

namespace yanzhen::tools {

enum class LockInWhat { hysteresis, escape, twins, decompose, persistence };

[[nodiscard]] std::optional<LockInWhat> lock_in_what_from(std::string_view word);
[[nodiscard]] std::string_view to_word(LockInWhat what);

/// Adds a problem for every section that the experiment needs and the scenario does not have, with an example
/// to paste.
void check_sections(const Scenario& scenario, LockInWhat what, Problems& problems);

}  // namespace yanzhen::tools
