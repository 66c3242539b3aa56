#include "models/known_answers/agent_runs.hpp"

#include "engine/elementary.hpp"
#include "models/core_periphery/model.hpp"
#include "models/footloose_entrepreneur/model.hpp"

namespace yanzhen::known_answers {

Simulation agents_at(const Setting& setting, double freeness, const std::vector<double>& shares) {
  stylised::ScenarioText text;
  text.cities = setting.cities;
  text.links = setting.links;
  text.parameters = {{"trade.substitution", setting.substitution},
                     {"trade.spending", setting.spending},
                     {"trade.iceberg", iceberg_of(freeness, setting.substitution)},
                     {"moves.people", setting.agents},
                     {"moves.gain_speed", setting.gain_speed}};
  if (setting.sensitivity > 0) {
    text.parameters["moves.logit"] = 1;
    text.parameters["moves.sensitivity"] = setting.sensitivity;
  }
  text.columns["mobile"] = shares;
  text.steps = 1900;
  return stylised::run_of(setting.trade == Trade::core_periphery ? core_periphery::declaration()
                                                                 : footloose_entrepreneur::declaration(),
                          text);
}

std::vector<double> shares_of(const Simulation& run) { return stylised::panel_of(run.model(), "share"); }

std::vector<double> step_until(Simulation& run, const Until& done, Step most, const Effort& effort) {
  std::vector<double> shares = shares_of(run);
  for (Step step = 0; step < most && !done(shares); ++step) {
    effort.breathe();
    run.step();
    shares = shares_of(run);
  }
  return shares;
}

bool rises(const Setting& setting, double freeness, const std::vector<double>& shares, double way,
           const Effort& effort) {
  Simulation run = agents_at(setting, freeness, shares);
  const double start = shares_of(run)[0];
  const auto left = [&](const std::vector<double>& now) {
    return now[0] >= start + way || now[0] <= start - way;
  };
  return step_until(run, left, 1000, effort)[0] > start;
}

double iceberg_of(double freeness, double substitution) { return power(freeness, 1 / (1 - substitution)); }

double freeness_at(double iceberg, double substitution) { return power(iceberg, 1 - substitution); }

double threshold_of(const std::function<bool(double)>& holds, double low, double high) {
  const bool below = holds(low);
  if (below == holds(high)) throw std::invalid_argument{"the answer is the same at both ends"};
  while (high - low > .1 * kThreshold * low) {
    const double middle = .5 * (low + high);
    (holds(middle) == below ? low : high) = middle;
  }
  return .5 * (low + high);
}

}  // namespace yanzhen::known_answers
