// The industry-migration model with its mechanisms switched down to footloose entrepreneurs: the big model
// contains the small one.
#include "models/known_answers/families.hpp"
#include "models/known_answers/full_model_thresholds.hpp"

namespace yanzhen::known_answers {
namespace {

// The market is at rest to 1e-13 and the threshold is sought to 1e-9; near symmetry it is shifted by the
// square of the nudge, 1e-8.
constexpr double kAtRest = 1e-6;

}  // namespace

std::vector<KnownAnswer> full_model_answers() {
  const char* const kPaper = "Forslid & Ottaviano 2003";
  const FootlooseTrade trade{3, .6};
  return {{"full-model/break-market",
           "freeness at which the full model's real earnings turn against symmetry, market at rest (sigma 3, "
           "mu 0.6)",
           kPaper,
           [trade](const Effort&) {
             return within_relative(break_point(trade), model_break_point(trade), kAtRest);
           }},
          {"full-model/sustain-market",
           "freeness from which a full core lasts in the full model, market at rest (sigma 3, mu 0.6)",
           kPaper, [trade](const Effort&) {
             return within_relative(sustain_point(trade), model_sustain_point(trade), kAtRest);
           }}};
}

}  // namespace yanzhen::known_answers
