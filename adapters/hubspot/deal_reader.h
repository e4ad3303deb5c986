// Reads a deal of HubSpot together with what comes beside it: its lines, its splits, and what its
// stage means in its pipeline.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/faults.h"
#include "adapters/hubspot/payload.h"
#include "adapters/mapping.h"
#include "adapters/record_reader.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// One for each payload, whose records all have their object's name; not thread-safe.
class HubSpotDealReader {
 public:
  HubSpotDealReader(const Mapping& mapping, const HubSpotPayload& payload, Faults* faults);

  // Fills the fact of a deal, which has its id. Closed won together with its lines it is a booking.
  void Read(const HubSpotRecord& deal, v1::Fact* fact);

  // Whether a deal that was read has this line.
  bool HasTold(const HubSpotItem& line) const { return told_.count(line.value) > 0; }

 private:
  struct Line {
    HubSpotItem item;
    // As it states it; may be empty.
    std::string currency;
  };

  // The lines of a deal; none unless all that it names are there.
  std::vector<Line> LinesOf(const HubSpotRecord& deal);
  bool IsLineOf(const HubSpotRecord& deal, const std::set<std::string>& named,
                const HubSpotItem& line) const;
  void CheckComplete(const HubSpotRecord& deal, const std::set<std::string>& named,
                     const std::set<std::string>& found);
  std::string CurrencyOf(const HubSpotItem& line);
  void AddLines(const RecordMapping& rules, const std::vector<Line>& lines, v1::Fact* fact);
  void AddSplits(const RecordMapping& rules, v1::Fact* fact);
  std::optional<bool> IsWon(const HubSpotItem& deal);
  // H-11. The portal's own outcome goes before the flags, those before the stage's meaning in its
  // pipeline; the stage's name says nothing.
  void SetOutcome(const HubSpotItem& deal, std::optional<bool> won, v1::Fact* fact);
  // The stage of a deal among the pipelines of the payload, or nullptr.
  const json::Value* StageOf(const HubSpotItem& deal) const;
  // A flag among the properties; nothing where it is not stated.
  std::optional<bool> Flag(const HubSpotItem& record, absl::string_view flag);

  const Mapping& mapping_;
  const HubSpotPayload& payload_;
  Faults* faults_;
  RecordReader reader_;
  std::vector<HubSpotItem> all_lines_;
  bool is_only_deal_;
  std::set<const json::Value*> told_;
};

}  // namespace baton::adapters
