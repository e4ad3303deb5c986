#include "adapters/hubspot/deal_reader.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "adapters/crm_facts.h"
#include "adapters/transform.h"
#include "adapters/vendor_time.h"

namespace baton::adapters {
namespace {

using json::Value;

const ListRule* FindList(const RecordMapping& rules, absl::string_view list) {
  for (const ListRule& rule : rules.lists) {
    if (rule.list == list) return &rule;
  }
  return nullptr;
}

// Created and last changed at the same instant.
bool WasJustCreated(const HubSpotItem& deal) {
  const auto time = [&](absl::string_view property, absl::string_view member) {
    const std::string stated = deal.Property(property);
    return ParseInstant(stated.empty() ? HubSpotText(*deal.value, member) : stated);
  };
  const auto created = time("createdate", "createdAt");
  const auto changed = time("hs_lastmodifieddate", "updatedAt");
  return created.ok() && changed.ok() && *created == *changed;
}

bool IsTrue(const Value* value) {
  return value != nullptr && (value->IsTrue() || absl::EqualsIgnoreCase(value->text(), "true"));
}

// What a stage's metadata say: closed, and won if its probability is one.
bool IsClosedStage(const Value& stage) { return IsTrue(stage.Lookup("metadata.isClosed")); }

bool IsWonStage(const Value& stage) {
  const Value* probability = stage.Lookup("metadata.probability");
  double share = 0;
  return IsClosedStage(stage) && probability != nullptr &&
         absl::SimpleAtod(probability->text(), &share) && share == 1;
}

}  // namespace

HubSpotDealReader::HubSpotDealReader(const Mapping& mapping, const HubSpotPayload& payload,
                                     Faults* faults)
    : mapping_(mapping),
      payload_(payload),
      faults_(faults),
      reader_(mapping, faults),
      all_lines_(payload.RecordsOf("line_item")),
      is_only_deal_(payload.RecordsOf("deal").size() == 1) {}

void HubSpotDealReader::Read(const HubSpotRecord& deal, v1::Fact* fact) {
  const HubSpotItem& item = deal.item;
  const RecordMapping& rules = *mapping_.Find("deal");
  const std::vector<Line> lines = LinesOf(deal);
  // A deal that states no currency has that of its lines.
  for (const Line& line : lines) {
    if (fact->currency().empty()) fact->set_currency(line.currency);
  }
  reader_.Read(rules, *item.value, item.where, fact);
  AddLines(rules, lines, fact);
  AddSplits(rules, fact);
  const std::optional<bool> won = IsWon(item);
  SetOutcome(item, won, fact);
  if (won.value_or(fact->outcome() == "won") && !fact->lines().empty()) {
    fact->set_kind(v1::FACT_KIND_BOOKING);
    const RecordMapping* booking = mapping_.Find("booking");
    if (booking != nullptr) reader_.Read(*booking, *item.value, item.where, fact);
  } else if (WasJustCreated(item)) {
    fact->set_kind(v1::FACT_KIND_OPPORTUNITY_CREATED);
  }
}

std::vector<HubSpotDealReader::Line> HubSpotDealReader::LinesOf(const HubSpotRecord& deal) {
  const std::vector<std::string> ids = payload_.Associated(deal, "line_item");
  const std::set<std::string> named(ids.begin(), ids.end());
  std::set<std::string> found;
  std::vector<Line> lines;
  for (const HubSpotItem& line : all_lines_) {
    if (!IsLineOf(deal, named, line)) continue;
    told_.insert(line.value);
    if (!found.insert(line.Id()).second || line.IsArchived()) continue;
    lines.push_back({line, CurrencyOf(line)});
  }
  if (!found.empty()) CheckComplete(deal, named, found);
  return lines;
}

bool HubSpotDealReader::IsLineOf(const HubSpotRecord& deal, const std::set<std::string>& named,
                                 const HubSpotItem& line) const {
  if (named.count(line.Id()) > 0) return true;
  const std::vector<std::string> deals = payload_.Associated({"line_item", line}, "deal");
  if (!deals.empty()) return std::count(deals.begin(), deals.end(), deal.item.Id()) > 0;
  return is_only_deal_ && named.empty();
}

void HubSpotDealReader::CheckComplete(const HubSpotRecord& deal, const std::set<std::string>& named,
                                      const std::set<std::string>& found) {
  const std::string where = deal.item.At("associations");
  for (const std::string& id : named) {
    if (found.count(id) > 0) continue;
    faults_->Add(where, absl::StrCat("names the line item ", id, ", which the payload lacks"));
  }
  const Value* list = HubSpotAssociations(deal.item, "line_item");
  const Value* next = list == nullptr ? nullptr : list->Lookup("paging.next");
  if (next == nullptr || next->is_null()) return;
  faults_->Add(where, "has a further page of line items: the payload lacks some of them");
}

std::string HubSpotDealReader::CurrencyOf(const HubSpotItem& line) {
  const RecordMapping* rules = mapping_.Find("line_item");
  v1::Fact stated;
  if (rules != nullptr) reader_.Read(*rules, *line.value, line.where, &stated);
  return stated.currency();
}

void HubSpotDealReader::AddLines(const RecordMapping& rules, const std::vector<Line>& lines,
                                 v1::Fact* fact) {
  const ListRule* rule = FindList(rules, "lines");
  if (rule == nullptr) return;
  for (const Line& line : lines) {
    if (!line.currency.empty() && line.currency != fact->currency()) {
      faults_->Add(line.item.where, absl::StrCat("is a line in ", line.currency, " of a deal in ",
                                                 fact->currency()));
    }
    v1::Fact one;
    one.set_currency(fact->currency());
    reader_.ReadItem(*rule, *line.item.value, line.item.where, &one);
    FillArrDeltas(line.item.where, &one, faults_);
    fact->mutable_lines()->MergeFrom(one.lines());
  }
}

void HubSpotDealReader::AddSplits(const RecordMapping& rules, v1::Fact* fact) {
  const ListRule* rule = FindList(rules, "splits");
  if (rule == nullptr) return;
  std::set<std::string> found;
  for (const HubSpotItem& answer : payload_.splits) {
    const Value* splits = answer.value->Find("splits");
    if (splits == nullptr || answer.Id() != fact->external_id()) continue;
    for (size_t i = 0; i < splits->items().size(); ++i) {
      const HubSpotItem split = {&splits->items()[i], answer.At(absl::StrCat("splits[", i, "]"))};
      if (split.IsArchived() || !found.insert(split.Id()).second) continue;
      reader_.ReadItem(*rule, *split.value, split.where, fact);
    }
  }
}

std::optional<bool> HubSpotDealReader::IsWon(const HubSpotItem& deal) {
  const std::optional<bool> flag = Flag(deal, "hs_is_closed_won");
  if (flag.has_value()) return flag;
  const Value* stage = StageOf(deal);
  if (stage == nullptr) return std::nullopt;
  return IsWonStage(*stage);
}

void HubSpotDealReader::SetOutcome(const HubSpotItem& deal, std::optional<bool> won,
                                   v1::Fact* fact) {
  const std::optional<bool> lost = Flag(deal, "hs_is_closed_lost");
  std::optional<bool> closed = Flag(deal, "hs_is_closed");
  const Value* stage = StageOf(deal);
  if (!closed.has_value() && stage != nullptr) closed = IsClosedStage(*stage);
  if (!fact->outcome().empty()) return;
  if (won.value_or(false)) return fact->set_outcome("won");
  if (lost.value_or(closed.value_or(false) && won.has_value())) fact->set_outcome("lost");
}

const Value* HubSpotDealReader::StageOf(const HubSpotItem& deal) const {
  const std::string pipeline = deal.Property("pipeline");
  const std::string stage = deal.Property("dealstage");
  if (stage.empty()) return nullptr;
  for (const HubSpotItem& known : payload_.pipelines) {
    const Value* stages = known.value->Find("stages");
    if (stages == nullptr || (!pipeline.empty() && known.Id() != pipeline)) continue;
    for (const Value& candidate : stages->items()) {
      if (HubSpotText(candidate, "id") == stage) return &candidate;
    }
  }
  return nullptr;
}

std::optional<bool> HubSpotDealReader::Flag(const HubSpotItem& record, absl::string_view flag) {
  const std::string path = absl::StrCat("properties.", flag);
  const Value* value = record.value->Lookup(path);
  if (value == nullptr || value->is_null() || (value->is_text() && value->text().empty())) {
    return std::nullopt;
  }
  FieldRule rule;
  rule.transform = Transform::kBool;
  const auto stated = ApplyTransform(rule, *value, 0);
  if (stated.ok()) return std::get<bool>(*stated);
  faults_->Add(record.At(path), stated.status().message());
  return std::nullopt;
}

}  // namespace baton::adapters
