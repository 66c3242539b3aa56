#include "models/industry_migration/public_money.hpp"

#include <algorithm>
#include <cmath>

namespace yanzhen::industry_migration {

const std::array<LineName, kLines>& line_names() {
  static const std::array<LineName, kLines> names{{
      {"value_added_tax", "增值税", "tax on value added, split between nation and city"},
      {"profit_tax", "企业所得税", "tax on the income of capital, split between nation and city"},
      {"land_fee", "土地收入", "fee on the rent of built land"},
      {"emission_fee", "排放收费", "price of energy and emissions (green_standard)"},
      {"land_surcharge", "用地附加", "surcharge on poor use of land (land_productivity)"},
      {"enclave_sharing", "飞地分成", "local tax of parks, passed on to the origin (industrial_enclave)"},
      {"tax_sharing", "税收分享", "local tax of firms that moved, passed on to their home (tax_sharing)"},
      {"base_equalisation", "税基均衡", "between cities with more and with less tax base (tax_sharing)"},
      {"tax_pool", "税收共享池", "into and out of a pool of local tax (tax_sharing)"},
      {"equalisation", "一般性转移支付", "from the nation to places with little revenue a head"},
      {"service_floor", "公共服务均等化", "toward a floor of spending a head (public_service_equalisation)"},
      {"innovation_house", "科创飞地租金", "rent of a research house in another city (innovation_enclave)"},
      {"subsidy", "产业补贴", "given to firms"},
      {"park_building", "园区建设", "paid for developing the land of parks"},
      {"talent_grant", "人才补助", "given to people who came (talent_programme)"},
      {"industry_fund", "产业基金出资", "paid into public funds (industry_fund)"},
      {"investment", "产业基金投资", "placed by public funds as capital (industry_fund)"},
      {"services", "公共服务", "spent on residents"},
  }};
  return names;
}

Fen fen_of(double money) { return std::llround(money * kFenPerMoney); }

PublicMoney PublicMoney::opened(const World& world) {
  const std::size_t nodes = world.n_node();
  std::vector<std::string> accounts{"nation"};
  for (const char* holder : {"government", "firms", "people"})
    for (std::size_t i = 0; i < nodes; ++i)
      accounts.push_back(std::string{holder} + " of " +
                         (i < world.n_city() ? world.cities[i].name.name_zh : world.outside.front().name_zh));
  for (const Policy& policy : world.policies) accounts.push_back("pot of " + policy.name);
  std::vector<std::string> lines;
  for (const LineName& line : line_names()) lines.emplace_back(line.name);
  PublicMoney money;
  money.ledger = Ledger{std::move(accounts), std::move(lines)};
  money.disposable.assign(nodes, 0);
  money.services.assign(nodes, 0);
  money.park_paid.assign(world.n_park(), 0);
  money.park_land.assign(world.n_park(), 0.0);
  money.shared.assign(nodes * nodes, 0);
  money.undelivered.assign(nodes * nodes, 0);
  return money;
}

void PublicMoney::begin_interval() {
  ledger.begin_interval();
  std::fill(shared.begin(), shared.end(), 0);
  std::fill(undelivered.begin(), undelivered.end(), 0);
}

void PublicMoney::visit_state(StateVisitor& visitor) {
  ledger.visit_state("ledger", visitor);
  visitor.array("public_money/disposable", disposable);
  visitor.array("public_money/services", services);
  visitor.array("public_money/park_paid", park_paid);
  visitor.array("public_money/park_land", park_land);
  visitor.array("public_money/shared", shared);
  visitor.array("public_money/undelivered", undelivered);
}

}  // namespace yanzhen::industry_migration
