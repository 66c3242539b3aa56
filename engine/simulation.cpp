#include "engine/simulation.hpp"

#include <stdexcept>

namespace yanzhen {
namespace {

using Wall = std::chrono::steady_clock;

int quarter_of(std::chrono::year_month_day date) {
  return (static_cast<int>(static_cast<unsigned>(date.month())) - 1) / 3;
}

}  // namespace

Simulation::Simulation(const Scenario& scenario, std::unique_ptr<Model> model)
    : clock_{scenario.clock}, model_{std::move(model)}, phase_seconds_(model_->phases().size(), 0.0) {}

void Simulation::step() {
  if (now_ >= end()) throw std::logic_error{"the run has ended"};
  for (std::size_t k = 0; k < model_->phases().size(); ++k) {
    const auto begin = Wall::now();
    model_->phases()[k].run(now_);
    phase_seconds_[k] += std::chrono::duration<double>(Wall::now() - begin).count();
  }
  ++now_;
}

bool record_due(const Clock& clock, Step step, RecordOptions::Every every) {
  if (step == 0 || step == clock.steps()) return true;
  const auto before = clock.date(step - 1);
  const auto today = clock.date(step);
  switch (every) {
    case RecordOptions::Every::step:
      return true;
    case RecordOptions::Every::month:
      return before.month() != today.month() || before.year() != today.year();
    case RecordOptions::Every::quarter:
      return quarter_of(before) != quarter_of(today) || before.year() != today.year();
    case RecordOptions::Every::year:
      return before.year() != today.year();
  }
  return true;
}

void Simulation::visit_state(StateVisitor& visitor) {
  visitor.value("step", now_);
  model_->visit_state(visitor);
}

}  // namespace yanzhen
