#pragma once
//! \file  The families of known answers: one a file, all in all_answers().
#include <vector>

#include "models/known_answers/answer.hpp"

namespace yanzhen::known_answers {

[[nodiscard]] std::vector<KnownAnswer> core_periphery_answers();
[[nodiscard]] std::vector<KnownAnswer> footloose_entrepreneur_answers();
[[nodiscard]] std::vector<KnownAnswer> break_point_answers();
[[nodiscard]] std::vector<KnownAnswer> footloose_capital_answers();
[[nodiscard]] std::vector<KnownAnswer> tax_competition_answers();
[[nodiscard]] std::vector<KnownAnswer> enclave_answers();
[[nodiscard]] std::vector<KnownAnswer> index_answers();
[[nodiscard]] std::vector<KnownAnswer> conservation_answers();
[[nodiscard]] std::vector<KnownAnswer> urn_answers();
[[nodiscard]] std::vector<KnownAnswer> logit_answers();
[[nodiscard]] std::vector<KnownAnswer> migration_flow_answers();
[[nodiscard]] std::vector<KnownAnswer> full_model_answers();

/// Every known answer, family after family. Names are unique.
[[nodiscard]] std::vector<KnownAnswer> all_answers();

}  // namespace yanzhen::known_answers
