// The flags of `signal file` and `signal requalify`: what a handoff says (H-1) and how it is judged
// (H-4).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "baton/v1/signal_handoff_service.pb.h"
#include "tools/cli/option.h"
#include "tools/cli/session.h"
#include "tools/cli/time_text.h"

namespace baton::cli {

// "yes", "no", or either with a reason: "yes: 50,000 are left this year". InvalidArgument: neither.
absl::StatusOr<v1::QualificationAnswer> ParseAnswer(absl::string_view text);

struct QualificationFlags {
  std::optional<v1::QualificationAnswer> budget;
  std::optional<v1::QualificationAnswer> timeline_holds;
  std::optional<v1::QualificationAnswer> buyer_decides;
  std::optional<v1::QualificationAnswer> fit;
};

void DeclareQualificationFlags(Options& options, QualificationFlags& flags);
v1::Qualification ToQualification(const QualificationFlags& flags);

struct SignalContentFlags {
  std::string account;
  std::string csm;
  v1::SignalKind kind = v1::SIGNAL_KIND_UNSPECIFIED;
  v1::SignalCategory category = v1::SIGNAL_CATEGORY_UNSPECIFIED;
  v1::Trigger trigger = v1::TRIGGER_UNSPECIFIED;
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
  std::string evidence;
  std::string buyer;
  std::string buyer_title;
  std::string timeline;
  std::string timeline_date;
  std::string note;
  std::optional<v1::Money> estimate;
  std::vector<std::string> product_lines;
  std::optional<bool> cross_sell;
  std::optional<v1::SourceRecord> source;
  std::optional<TimeSpec> occurred;
  bool upgrade_to_c = false;
  bool watch_item = false;
  QualificationFlags qualification;
};

void DeclareSignalContentFlags(Options& options, SignalContentFlags& flags);
v1::Signal ToSignal(const SignalContentFlags& flags, const Session& session);

}  // namespace baton::cli
