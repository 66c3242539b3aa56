// The deal behind an enclave: which shares of a park's tax suit both sides.
#include "models/industry_migration/enclave_deal.hpp"
#include "models/known_answers/families.hpp"

namespace yanzhen::known_answers {

using industry_migration::enclave_deal;

std::vector<KnownAnswer> enclave_answers() {
  const char* const kDeal = "T_o/T_d <= s <= 1 - c_d/T_d";
  return {
      {"enclave/least", "least share of the origin that suits both (10 lost, 15 collected, cost 3)", kDeal,
       [](const Effort&) {
         return within_relative(10. / 15, enclave_deal(10, 15, 3).value().least, kClosed);
       }},
      {"enclave/most", "largest share of the origin that suits both (10 lost, 15 collected, cost 3)", kDeal,
       [](const Effort&) {
         return within_relative(1 - 3. / 15, enclave_deal(10, 15, 3).value().most, kClosed);
       }},
      {"enclave/no-deal", "of 10 lost, 11 collected at a cost of 3 no share suits both (0: none does)", kDeal,
       [](const Effort&) {
         return exactly(10. / 11 <= 1 - 3. / 11 ? 1 : 0, enclave_deal(10, 11, 3).has_value() ? 1 : 0);
       }}};
}

}  // namespace yanzhen::known_answers
