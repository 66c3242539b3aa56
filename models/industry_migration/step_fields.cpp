#include "models/industry_migration/step_fields.hpp"

#include <tuple>

#include "models/industry_migration/visit_array.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

ReachFields ReachFields::none(const World& world) {
  const auto n = static_cast<Eigen::Index>(world.n_node());
  ReachFields fields;
  for (FlowFields& flow : fields.flows) flow = FlowFields::none(n);
  return fields;
}

FlowFields FlowFields::none(Eigen::Index n) {
  return {Eigen::ArrayXXd::Ones(n, n), Eigen::ArrayXXd::Ones(n, n), Eigen::ArrayXXd::Ones(n, n),
          Eigen::ArrayXXd::Zero(n, n)};
}

StepFields StepFields::none(const World& world) {
  const auto n = static_cast<Eigen::Index>(world.n_node());
  const auto industries = static_cast<Eigen::Index>(world.n_industry());
  const auto tiers = static_cast<Eigen::Index>(kTiers);
  const Parameters& p = world.parameters;
  StepFields fields;
  for (Eigen::ArrayXXd* cells : {&fields.subsidy, &fields.national_subsidy, &fields.emission_fee,
                                 &fields.land_surcharge, &fields.target, &fields.log_cost})
    cells->setZero(n, industries);
  fields.obstruction = Eigen::ArrayXXd::Constant(n, n, p.obstruction);
  fields.obstruction.matrix().diagonal().setZero();
  fields.park_obstruction.assign(world.n_park(), p.obstruction);
  fields.pressure.assign(static_cast<std::size_t>(n * industries), Pressure{});
  fields.talent_bonus.setZero(n, tiers);
  fields.hukou_barrier.resize(n, tiers);
  for (Eigen::Index q = 0; q < tiers; ++q)
    fields.hukou_barrier.col(q) = p.hukou_barrier[static_cast<std::size_t>(q)];
  fields.access = Eigen::ArrayXd::Constant(n, p.access_away);
  fields.registration.setZero(n);
  fields.labour.setZero(n, tiers);
  fields.household = world.technology.household;
  fields.relatedness = world.relatedness;
  fields.origin_share.assign(static_cast<std::size_t>(n * n), OriginShare{});
  fields.parks.assign(world.n_park(), ParkTerms{});
  return fields;
}

void StepFields::press(std::size_t cell, const Pressure& more) {
  Pressure& held = pressure[cell];
  const double fewer = -more.upgrade, held_fewer = -held.upgrade;
  if (std::tie(more.hazard, more.bar, fewer, more.move) >
      std::tie(held.hazard, held.bar, held_fewer, held.move))
    held = more;
}

void StepFields::promise(std::size_t pair, const OriginShare& more) {
  OriginShare& held = origin_share[pair];
  const double less = -more.default_rate, held_less = -held.default_rate;
  if (std::tie(more.share, more.years, less) > std::tie(held.share, held.years, held_less)) held = more;
}

void visit_shown_fields(StateVisitor& visitor, StepFields& fields) {
  for (const auto& [name, array] : {std::pair{"fields/subsidy", &fields.subsidy},
                                    {"fields/national_subsidy", &fields.national_subsidy},
                                    {"fields/emission_fee", &fields.emission_fee},
                                    {"fields/land_surcharge", &fields.land_surcharge},
                                    {"fields/target", &fields.target},
                                    {"fields/obstruction", &fields.obstruction},
                                    {"fields/relatedness", &fields.relatedness}})
    visit_array(visitor, name, *array);
  visitor.array("fields/park_obstruction", fields.park_obstruction);
}

}  // namespace yanzhen::industry_migration
