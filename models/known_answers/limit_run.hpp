#pragma once
//! \file  A run of the full model at its limit, with every person and firm: does a deviation from symmetry
//! grow?
#include "engine/simulation.hpp"
#include "models/known_answers/full_model_limit.hpp"

namespace yanzhen::known_answers {

/// The run at its start, with this share of the talent in the first city, and firms and prices at rest around
/// them. \param share  in (0, 1)
[[nodiscard]] Simulation limit_run(const FootlooseTrade& trade, double freeness, const LimitSize& size,
                                   double share);

/// Share of the talent that lives in the first city.
[[nodiscard]] double talent_share(const Simulation& run);

/// Runs until the deviation of the share from 1/2 has changed by a third, or to the end. \returns whether it
/// is larger than at the start  \param share  in (1/2, 1)
[[nodiscard]] bool deviation_grows(const FootlooseTrade& trade, double freeness, const LimitSize& size,
                                   double share);

/// Freeness between `low` and `high` above which the deviation grows, by bisection over runs of one seed, to
/// a thousandth. Theory: `logit_break_point`. \throws std::invalid_argument where it grows at `low` or fades
/// at `high`
[[nodiscard]] double run_break_point(const FootlooseTrade& trade, double low, double high,
                                     const LimitSize& size, double share);

/// Runs whose chance leaves the threshold a standard error of about 0.1 %, at sigma 3. In both talent moves
/// no faster than the market can follow: a higher product of `sensitivity` and `move_rate` makes it swing.
/// Sensitivity 1000 is nearly none of the noise of choice.
[[nodiscard]] LimitSize keen_movers();
/// At the largest weight of income that the model allowed before: noise moves the threshold by a third.
[[nodiscard]] LimitSize noisy_movers();

}  // namespace yanzhen::known_answers
