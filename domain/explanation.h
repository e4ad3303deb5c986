// Explanations: beside every decision stand the rules, inputs and arithmetic that led to it.
#pragma once

#include <string>
#include <utility>

#include "baton/v1/common.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "google/protobuf/repeated_field.h"

namespace baton::domain {

// The steps that a signal keeps. Older ones give way; its history has them all.
inline constexpr int kMaxExplanationSteps = 40;

// Appends "rule: text" to the signal's explanation.
inline void Explain(v1::Signal* signal, const char* rule, std::string text) {
  auto* steps = signal->mutable_explanation();
  if (steps->size() >= kMaxExplanationSteps) {
    steps->DeleteSubrange(0, steps->size() - kMaxExplanationSteps + 1);
  }
  v1::ExplanationStep* step = steps->Add();
  step->set_rule(rule);
  step->set_text(std::move(text));
}

}  // namespace baton::domain
