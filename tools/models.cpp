#include "tools/models.hpp"

#include "models/core_periphery/model.hpp"
#include "models/footloose_entrepreneur/model.hpp"
#include "models/increasing_returns_urn/model.hpp"
#include "models/industry_migration/model.hpp"
#include "models/logit_agglomeration/model.hpp"
#include "models/tax_game/model.hpp"

namespace yanzhen::tools {

const std::vector<ModelDeclaration>& all_models() {
  static const std::vector<ModelDeclaration> models{
      industry_migration::declaration(),     core_periphery::declaration(),
      footloose_entrepreneur::declaration(), increasing_returns_urn::declaration(),
      logit_agglomeration::declaration(),    tax_game::declaration(),
  };
  return models;
}

const ModelDeclaration* find_model(const std::string& name) {
  for (const ModelDeclaration& model : all_models()) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

std::unique_ptr<Model> make_model(const Scenario& scenario) {
  Problems problems;
  std::unique_ptr<Model> model = find_model(scenario.model)->make(scenario, problems);
  problems.throw_if_any();
  return model;
}

}  // namespace yanzhen::tools
