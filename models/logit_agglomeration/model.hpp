#pragma once
//! \file  People who choose a city by what it offers, by who is there already, and by chance, as the engine
//! sees it.
#include "engine/model.hpp"

namespace yanzhen::logit_agglomeration {

/// What a scenario may say to this model, and how to build it.
[[nodiscard]] ModelDeclaration declaration();

}  // namespace yanzhen::logit_agglomeration
