#include "models/industry_migration/friction.hpp"

#include "engine/elementary.hpp"

namespace yanzhen::industry_migration {

Eigen::ArrayXXd border(const std::vector<int>& province, double b_city, double b_province) {
  return border(province, b_city, b_province, FlowFields::none(static_cast<Eigen::Index>(province.size())));
}

Eigen::ArrayXXd border(const std::vector<int>& province, double b_city, double b_province,
                       const FlowFields& fields) {
  const auto n = static_cast<Eigen::Index>(province.size());
  Eigen::ArrayXXd barrier(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      const bool same = province[static_cast<std::size_t>(i)] == province[static_cast<std::size_t>(j)];
      barrier(i, j) = (i == j ? 0.0 : b_city * fields.city_border(i, j)) +
                      (same ? 0.0 : b_province * fields.province_border(i, j));
    }
  return barrier;
}

Eigen::ArrayXXd friction(const Eigen::ArrayXXd& minutes, const std::vector<int>& province,
                         const DistanceDecay& decay) {
  return friction(minutes, province, decay, FlowFields::none(minutes.rows()));
}

Eigen::ArrayXXd friction(const Eigen::ArrayXXd& minutes, const std::vector<int>& province,
                         const DistanceDecay& decay, const FlowFields& fields) {
  const Eigen::ArrayXXd distance =
      minutes.unaryExpr([&](double t) { return natural_log(1.0 + t / decay.time_scale); });
  const Eigen::ArrayXXd whole =
      decay.decay * fields.distance * distance + border(province, decay.city, decay.province, fields);
  return whole * (1.0 - fields.easing);
}

}  // namespace yanzhen::industry_migration
