// Footloose entrepreneurs in two regions (Forslid & Ottaviano 2003), by comparison and by logit.
#include <fmt/format.h>

#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/bisection.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/footloose_equations.hpp"

namespace yanzhen::known_answers {
namespace {

const char* const kPaper = "Forslid & Ottaviano 2003";

std::string with(const char* sentence, const FootlooseTrade& trade) {
  return fmt::format("{} (sigma {:g}, mu {:g})", sentence, trade.elasticity, trade.manufacturing_share);
}

Setting setting_of(const FootlooseTrade& trade, double agents) {
  Setting setting;
  setting.trade = Trade::footloose_entrepreneur;
  setting.substitution = trade.elasticity;
  setting.spending = trade.manufacturing_share;
  setting.agents = agents;
  return setting;
}

double break_by_agents(const FootlooseTrade& trade, const Effort& effort) {
  constexpr double kNudge = .005;
  const Setting setting = setting_of(trade, effort.count(20'000, 10) + 1);
  return threshold_of(
      [&](double freeness) {
        return rises(setting, freeness, {.5 + kNudge, .5 - kNudge}, .5 * kNudge, effort);
      },
      .1, .95);
}

double sustain_by_agents(const FootlooseTrade& trade, const Effort& effort) {
  const Setting setting = setting_of(trade, effort.count(20'000, 10) + 1);
  return threshold_of(
      [&](double freeness) {
        Simulation run = agents_at(setting, freeness, {1, 0});
        return step_until(
                   run, [](const std::vector<double>& now) { return now[0] < .99; }, 200, effort)[0] == 1;
      },
      .1, .95);
}

/// d ln(omega_1 / omega_2) / d lambda at 1/2, from the earnings ratio of the paper,
///     w_1 / w_2 = (2 phi lambda + psi (1 - lambda)) / (2 phi (1 - lambda) + psi lambda),
///     psi = 1 - b + (1 + b) phi^2
double slope_at_half(const FootlooseTrade& trade, double freeness) {
  const double a = trade.manufacturing_share / (trade.elasticity - 1);
  const double b = trade.manufacturing_share / trade.elasticity;
  const double psi = 1 - b + (1 + b) * freeness * freeness;
  return 4 * (2 * freeness - psi) / (2 * freeness + psi) + 4 * a * (1 - freeness) / (1 + freeness);
}

/// Whether logit movers carry a nudge of symmetry on, or forget it (and pass to the other side, where they
/// are pulled back strongly). Sampling moves a share by 1 / (2 sqrt(agents)) in a step; a nudge of 0.05 for
/// twenty steps is told from none where its factor a step is off one by about 0.01, which is 0.001 of
/// freeness. It must not be larger: the pull bends by its square.
bool nudge_grows(double sensitivity, double freeness, const Effort& effort) {
  constexpr double kNudge = .05;
  Setting setting = setting_of({5, .4}, effort.count(200'000, 10));
  setting.sensitivity = sensitivity;
  Simulation run = agents_at(setting, freeness, {.5 + kNudge, .5 - kNudge});
  const auto passed = [](const std::vector<double>& shares) { return shares[0] <= .5; };
  return step_until(run, passed, 20, effort)[0] > .5 + kNudge;
}

KnownAnswer logit_end(bool upper) {
  const FootlooseTrade trade{5, .4};
  return {fmt::format("footloose-entrepreneur/logit-200-{}", upper ? "upper" : "lower"),
          with(upper ? "logit movers of sensitivity 200 disperse again above this freeness"
                     : "logit movers of sensitivity 200 leave symmetry above this freeness",
               trade),
          "sensitivity times slope is 4", [=](const Effort& effort) {
            constexpr double kSensitivity = 200, kMiddle = .85;
            const auto pull = [&](double phi) { return kSensitivity * slope_at_half(trade, phi) - 4; };
            const double expected = upper ? bisect(kMiddle, .999, [&](double phi) { return -pull(phi); })
                                          : bisect(.3, kMiddle, pull);
            const auto grows = [&](double phi) { return nudge_grows(kSensitivity, phi, effort); };
            return within_relative(
                expected, threshold_of(grows, upper ? kMiddle : .3, upper ? .999 : kMiddle), kThreshold);
          }};
}

/// At how many of nineteen values of freeness movers of sensitivity 50 leave symmetry.
Finding never_with_strong_noise(const Effort& effort) {
  double expected = 0, found = 0;
  for (int k = 1; k < 20; ++k) {
    const double freeness = .05 * k;
    expected += 50 * slope_at_half({5, .4}, freeness) > 4 ? 1 : 0;
    found += nudge_grows(50, freeness, effort) ? 1 : 0;
  }
  return exactly(expected, found);
}

}  // namespace

std::vector<KnownAnswer> footloose_entrepreneur_answers() {
  const FootlooseTrade wide{3, .6}, narrow{5, .4};
  const auto break_of = [](const FootlooseTrade& trade) {
    return [trade](const Effort& effort) {
      return within_relative(break_point(trade), break_by_agents(trade, effort), kThreshold);
    };
  };
  const auto sustain_of = [](const FootlooseTrade& trade) {
    return [trade](const Effort& effort) {
      return within_relative(sustain_point(trade), sustain_by_agents(trade, effort), kThreshold);
    };
  };
  return {{"footloose-entrepreneur/break-sigma-3", with("symmetry breaks above phi_B", wide), kPaper,
           break_of(wide)},
          {"footloose-entrepreneur/sustain-sigma-3", with("a full core lasts from phi_S", wide), kPaper,
           sustain_of(wide)},
          {"footloose-entrepreneur/break-sigma-5", with("symmetry breaks above phi_B", narrow), kPaper,
           break_of(narrow)},
          {"footloose-entrepreneur/sustain-sigma-5", with("a full core lasts from phi_S", narrow), kPaper,
           sustain_of(narrow)},
          logit_end(false),
          logit_end(true),
          {"footloose-entrepreneur/logit-50",
           "with sensitivity 50 symmetry lasts at each of 19 values of freeness (sigma 5, mu 0.4)",
           "sensitivity times slope is 4", never_with_strong_noise}};
}

}  // namespace yanzhen::known_answers
