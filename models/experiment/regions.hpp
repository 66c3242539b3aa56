#pragma once
//! \file  Where results pass a threshold: how many replicates of each point do, and a box of factor values in
//! which most of what passes lies.
#include <cstddef>
#include <span>
#include <vector>

#include "models/experiment/design.hpp"
#include "models/experiment/sensitivity.hpp"

namespace yanzhen::experiment {

/// How many of a point's replicates pass.
struct PassingShare {
  std::size_t n = 0;        ///< replicates with a result
  double share = kUnknown;  ///< of them that pass; NaN without any
  double low = kUnknown;    ///< interval of the probability to pass, by the score (Wilson 1927)
  double high = kUnknown;
};

/// One a point. \param passes  points x replicates: 1 passes, 0 does not, NaN has no result
[[nodiscard]] std::vector<PassingShare> passing_shares(std::span<const double> passes, std::size_t replicates,
                                                       double confidence);

/// What a box is worth, in the words of Bryant & Lempert (2010).
struct BoxWorth {
  std::size_t points = 0;
  double mass = kUnknown;      ///< share of all points that lie in it
  double density = kUnknown;   ///< share of its points that pass
  double coverage = kUnknown;  ///< share of all that pass that lies in it
};

/// What a box says of one factor.
struct FactorLimit {
  std::size_t factor = 0;
  double from = kUnknown;           ///< the smallest number within; NaN where the box is open below
  double to = kUnknown;             ///< the largest; NaN where it is open above
  std::vector<std::size_t> levels;  ///< of a factor with named levels: those within, ascending
  BoxWorth without;                 ///< of the box, were this factor not limited
};

struct Region {
  double share = kUnknown;          ///< of all points that pass: what a box that knows nothing has as density
  std::size_t points = 0;           ///< with a result
  std::vector<FactorLimit> limits;  ///< of restricted factors alone; none where no box is better than all
  BoxWorth box;                     ///< what was found
  std::vector<BoxWorth> trajectory;  ///< from all points on, one entry a peel
};

/// How patiently a box is peeled.
struct Peeling {
  double peel = .05;        ///< share of the box's points that goes in one peel
  double least_mass = .05;  ///< of all points, below which nothing is peeled
};

/// A box by the patient rule induction method (PRIM; Friedman & Fisher 1999), used to discover scenarios as
/// in Bryant & Lempert (2010).
///
/// From all points on, one side after another is peeled: of a numeric factor the lowest or highest `peel` of
/// the points in the box, but always a whole value; of a factor with named levels one level. The side goes
/// whose loss raises the mean most for each point that is lost, so that coarse levels and fine ranges compare
/// (Kwakkel & Jaxa-Rozen 2016). It ends at the least mass, or where all within passes.
///
/// Rule of choice: of the trajectory's boxes the one with the largest harmonic mean of coverage and density
/// (van Rijsbergen 1979), the earliest of equals; then limits go, one by one, as long as that does not fall
/// without them. Nothing is pasted back beyond that. Coverage and density are of the points that made the
/// box, hence somewhat too good. \param passing  one a point: the share of its replicates that pass, NaN
/// without a result
[[nodiscard]] Region passing_region(const Design& design, std::span<const FactorSettings> factors,
                                    std::span<const double> passing, const Peeling& peeling = {});

}  // namespace yanzhen::experiment
