#include "models/footloose_entrepreneur/model.hpp"

#include "models/footloose_entrepreneur/short_run.hpp"

namespace yanzhen::footloose_entrepreneur {

ModelDeclaration declaration() {
  return {"footloose_entrepreneur",
          "entrepreneurs, one a firm, go where their real earnings are higher (Forslid & Ottaviano 2003)",
          stylised::mobile_labour_parameters(),
          stylised::mobile_labour_tables(),
          stylised::geography_rules(),
          [](const Scenario& scenario, Problems& problems) {
            return stylised::make_mobile_labour(scenario, solve_short_run, problems);
          }};
}

}  // namespace yanzhen::footloose_entrepreneur
