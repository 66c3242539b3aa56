#include "models/known_answers/families.hpp"

namespace yanzhen::known_answers {

std::vector<KnownAnswer> all_answers() {
  std::vector<KnownAnswer> all;
  for (const auto family : {
           core_periphery_answers,
           footloose_entrepreneur_answers,
           break_point_answers,
           full_model_answers,
           urn_answers,
           logit_answers,
           migration_flow_answers,
           footloose_capital_answers,
           tax_competition_answers,
           enclave_answers,
           index_answers,
           conservation_answers,
       })
    for (KnownAnswer& answer : family()) all.push_back(std::move(answer));
  return all;
}

}  // namespace yanzhen::known_answers
