#pragma once
//! \file  The thresholds of footloose entrepreneurs, found in the full model at its limit.
#include "models/known_answers/full_model_limit.hpp"

namespace yanzhen::known_answers {

/// Freeness at which the model's real earnings near symmetry turn against the larger city. By bisection over
/// the cost of goods; the market is at rest at every one.
[[nodiscard]] double model_break_point(const FootlooseTrade& trade);

/// Freeness from which the last one who lives outside a full core would gain by joining it.
[[nodiscard]] double model_sustain_point(const FootlooseTrade& trade);

}  // namespace yanzhen::known_answers
