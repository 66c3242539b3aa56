#pragma once
//! \file  Footloose entrepreneurs (Forslid & Ottaviano 2003) on any graph of cities, as the engine sees it.
#include "engine/model.hpp"

namespace yanzhen::footloose_entrepreneur {

/// What a scenario may say to this model, and how to build it.
[[nodiscard]] ModelDeclaration declaration();

}  // namespace yanzhen::footloose_entrepreneur
