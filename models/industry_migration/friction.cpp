#include "models/industry_migration/friction.hpp"

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {

Eigen::ArrayXXd border(const std::vector<int>& province, double b_city, double b_province) {
  const auto n = static_cast<Eigen::Index>(province.size());
  Eigen::ArrayXXd barrier(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      barrier(i, j) =
          (i == j ? 0.0 : b_city) +
          (province[static_cast<std::size_t>(i)] == province[static_cast<std::size_t>(j)] ? 0.0 : b_province);
  return barrier;
}

Eigen::ArrayXXd friction(const Eigen::ArrayXXd& minutes, const std::vector<int>& province,
                         const DistanceDecay& decay) {
  const Eigen::ArrayXXd distance =
      minutes.unaryExpr([&](double t) { return natural_log(1.0 + t / decay.time_scale); });
  return decay.decay * distance + border(province, decay.city, decay.province);
}

}  // namespace yanzhen::industry_migration
