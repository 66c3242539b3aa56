// The industry-migration model with its mechanisms switched down to footloose entrepreneurs: the big model
// contains the small one.
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/full_model_thresholds.hpp"
#include "models/known_answers/limit_run.hpp"

namespace yanzhen::known_answers {
namespace {

// The market is at rest to 1e-13 and the threshold is sought to 1e-9; near symmetry it is shifted by the
// square of the nudge, 1e-8.
constexpr double kAtRest = 1e-6;

/// Where the deviation of talent and firms from symmetry grows in whole runs: with finite sensitivity the
/// threshold is that of the logit choice.
Finding break_of_runs(const LimitSize& size, double low, double high, const Effort& effort) {
  constexpr FootlooseTrade kTrade{3, .6};
  constexpr double kShare = .6;  // of talent in the first city, at the start
  const auto grows = [&](double freeness) {
    effort.breathe();
    return deviation_grows(kTrade, freeness, size, kShare);
  };
  return within_relative(logit_break_point(kTrade, size.sensitivity, kShare).value(),
                         threshold_of(grows, low, high), kThreshold);
}

}  // namespace

std::vector<KnownAnswer> full_model_answers() {
  const char* const kPaper = "Forslid & Ottaviano 2003";
  const FootlooseTrade trade{3, .6};
  return {
      {"full-model/break-market",
       "freeness at which the full model's real earnings turn against symmetry, market at rest (sigma 3, "
       "mu 0.6)",
       kPaper,
       [trade](const Effort&) {
         return within_relative(break_point(trade), model_break_point(trade), kAtRest);
       }},
      {"full-model/sustain-market",
       "freeness from which a full core lasts in the full model, market at rest (sigma 3, mu 0.6)", kPaper,
       [trade](const Effort&) {
         return within_relative(sustain_point(trade), model_sustain_point(trade), kAtRest);
       }},
      {"full-model/break-runs", "freeness at which runs of the full model leave symmetry (sigma 3, mu 0.6)",
       kPaper, [](const Effort& effort) { return break_of_runs(keen_movers(), .3, .45, effort); }, true},
      {"full-model/break-noisy-runs",
       "the same where talent chooses with noise: sensitivity 20 (sigma 3, mu 0.6)",
       "sensitivity times slope",
       [](const Effort& effort) { return break_of_runs(noisy_movers(), .4, .6, effort); }, true}};
}

}  // namespace yanzhen::known_answers
