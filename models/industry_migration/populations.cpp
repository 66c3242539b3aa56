#include "models/industry_migration/populations.hpp"

namespace yanzhen::industry_migration {
namespace {

template <class T>
void put(std::vector<T>& column, Row row, T value) {
  if (row == column.size())
    column.push_back(value);
  else
    column[row] = value;
}

}  // namespace

Row TalentPopulation::open(const NewTalent& person) {
  const Row row = slots.open();
  put(city, row, person.city);
  put(hukou, row, person.hukou);
  put(born, row, person.born);
  put(tier, row, person.tier);
  put(industry, row, person.industry);
  return row;
}

void TalentPopulation::close(Row row) {
  slots.close(row);
  city[row] = kNowhere;
  tier[row] = kVacantTier;
}

void TalentPopulation::visit_state(StateVisitor& visitor) {
  slots.visit_state("talent/slots", visitor);
  visitor.array("talent/city", city);
  visitor.array("talent/hukou", hukou);
  visitor.array("talent/born", born);
  visitor.array("talent/tier", tier);
  visitor.array("talent/industry", industry);
}

Row FirmPopulation::open(const NewFirm& firm) {
  const Row row = slots.open();
  put(city, row, firm.city);
  put(home, row, firm.home);
  put(industry, row, firm.industry);
  put(log_productivity, row, firm.log_productivity);
  put(founded, row, firm.founded);
  put(settled, row, firm.settled);
  put(park, row, firm.park);
  return row;
}

void FirmPopulation::close(Row row) {
  slots.close(row);
  city[row] = kNowhere;
}

void FirmPopulation::visit_state(StateVisitor& visitor) {
  slots.visit_state("firms/slots", visitor);
  visitor.array("firms/city", city);
  visitor.array("firms/home", home);
  visitor.array("firms/industry", industry);
  visitor.array("firms/log_productivity", log_productivity);
  visitor.array("firms/founded", founded);
  visitor.array("firms/settled", settled);
  visitor.array("firms/park", park);
}

Row CapitalPopulation::open(const NewCapital& unit) {
  const Row row = slots.open();
  put(city, row, unit.city);
  put(owner, row, unit.owner);
  put(industry, row, unit.industry);
  put(kind, row, static_cast<std::uint8_t>(unit.kind));
  put(matures, row, unit.matures);
  return row;
}

void CapitalPopulation::close(Row row) {
  slots.close(row);
  city[row] = kNowhere;
}

void CapitalPopulation::visit_state(StateVisitor& visitor) {
  slots.visit_state("capital/slots", visitor);
  visitor.array("capital/city", city);
  visitor.array("capital/owner", owner);
  visitor.array("capital/industry", industry);
  visitor.array("capital/kind", kind);
  visitor.array("capital/matures", matures);
}

}  // namespace yanzhen::industry_migration
