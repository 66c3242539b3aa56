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
  fields.planned.setZero(n);
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

namespace {

/// Contracts as columns: what panels of parks and copies of firms show.
void visit_terms(StateVisitor& visitor, StepFields& fields) {
  const auto column = [&](const char* name, auto& rows, auto field) {
    std::vector<double> values;
    for (const auto& row : rows) values.push_back(row.*field);
    visitor.array(name, values);
    if (values.size() != rows.size())
      throw std::runtime_error{std::string{"the length of "} + name + " does not fit"};
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k].*field = values[k];
  };
  column("fields/parks/capacity", fields.parks, &ParkTerms::capacity_km2);
  column("fields/parks/cost", fields.parks, &ParkTerms::cost_per_km2);
  column("fields/parks/tax_share", fields.parks, &ParkTerms::tax_share);
  column("fields/parks/credit_share", fields.parks, &ParkTerms::credit_share);
  column("fields/parks/default_rate", fields.parks, &ParkTerms::default_rate);
  column("fields/origin_share/share", fields.origin_share, &OriginShare::share);
  column("fields/origin_share/years", fields.origin_share, &OriginShare::years);
  column("fields/origin_share/default_rate", fields.origin_share, &OriginShare::default_rate);
}

}  // namespace

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
  visit_terms(visitor, fields);
}

}  // namespace yanzhen::industry_migration
