#include "models/core_periphery/model.hpp"

#include "models/core_periphery/short_run.hpp"

namespace yanzhen::core_periphery {

ModelDeclaration declaration() {
  return {"core_periphery",
          "mobile workers make a differentiated good and go where the real wage is higher (Krugman 1991)",
          stylised::mobile_labour_parameters(),
          stylised::mobile_labour_tables(),
          stylised::geography_rules(),
          [](const Scenario& scenario, Problems& problems) {
            return stylised::make_mobile_labour(scenario, solve_short_run, problems);
          }};
}

}  // namespace yanzhen::core_periphery
