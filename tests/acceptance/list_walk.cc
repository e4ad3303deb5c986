#include "tests/acceptance/list_walk.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "server/access.h"
#include "store/attribution_audits.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/column.h"
#include "store/corrections.h"
#include "store/deal_desk_tickets.h"
#include "store/disputes.h"
#include "store/filter.h"
#include "store/opportunities.h"
#include "store/outbox.h"
#include "store/reconciliation.h"
#include "store/signals.h"
#include "store/statements.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using store::ColumnKind;
using store::FilterField;

const std::vector<FilterField>& FieldsOf(const std::string& method) {
  static const auto& audit = *new std::vector<FilterField>{
      {"record", ColumnKind::kText, "", "", ""}, {"actor", ColumnKind::kText, "", "", ""}};
  static const auto& fields = *new std::map<std::string, const std::vector<FilterField>*>{
      {"ListAttributions", &store::AttributionList().fields},
      {"ListAuditEvents", &audit},
      {"ListAuditItems", &store::AuditItemList().fields},
      {"ListBookings", &store::BookingList().fields},
      {"ListCompStatements", &store::StatementList().fields},
      {"ListCorrections", &store::CorrectionList().fields},
      {"ListDealDeskTickets", &store::TicketList().fields},
      {"ListDeliveries", &store::DeliveryListSpec().fields},
      {"ListDisputes", &store::DisputeList().fields},
      {"ListOpportunities", &store::OpportunityList().fields},
      {"ListReconciliationItems", &store::ReconciliationList().fields},
      {"ListSignals", &store::SignalList().fields}};
  static const auto& none = *new std::vector<FilterField>();
  const auto found = fields.find(method);
  return found == fields.end() ? none : *found->second;
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void Set(const std::string& field, const std::string& value, Message* message) {
  const FieldDescriptor* known = message->GetDescriptor()->FindFieldByName(field);
  if (known != nullptr) message->GetReflection()->SetString(message, known, value);
}

void SetPageSize(int size, Message* message) {
  const FieldDescriptor* known = message->GetDescriptor()->FindFieldByName("page_size");
  message->GetReflection()->SetInt32(message, known, size);
}

std::string NextPageToken(const Message& response) {
  const FieldDescriptor* known = response.GetDescriptor()->FindFieldByName("next_page_token");
  return known == nullptr ? "" : response.GetReflection()->GetString(response, known);
}

// A record's field as a filter writes it; empty when it has none.
std::string ValueIn(const Message& record, const FilterField& field) {
  const FieldDescriptor* known = record.GetDescriptor()->FindFieldByName(field.field);
  if (known == nullptr) return "";
  const google::protobuf::Reflection& reflection = *record.GetReflection();
  if (field.kind == ColumnKind::kEnum) return store::EnumText(reflection.GetEnum(record, known));
  if (field.kind != ColumnKind::kTime) return reflection.GetString(record, known);
  const auto& time =
      static_cast<const google::protobuf::Timestamp&>(reflection.GetMessage(record, known));
  return google::protobuf::util::TimeUtil::ToString(time);
}

std::string AnyValue(const FilterField& field) {
  if (field.kind == ColumnKind::kTime) return "2026-02-01T00:00:00Z";
  if (field.kind == ColumnKind::kRef) return absl::StrCat("tenants/main/", field.collection, "/x");
  return "x";
}

// "field = value", with the value that most of the listed records have.
std::string MostlyTrue(const Message& response, const FilterField& field) {
  const google::protobuf::Reflection& reflection = *response.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(response, &set);
  std::map<std::string, int> counts;
  for (const FieldDescriptor* records : set) {
    if (!records->is_repeated() || records->message_type() == nullptr) continue;
    for (int i = 0; i < reflection.FieldSize(response, records); ++i) {
      ++counts[ValueIn(reflection.GetRepeatedMessage(response, records, i), field)];
    }
  }
  counts.erase("");
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const std::string value = most == counts.end() ? AnyValue(field) : most->first;
  return absl::StrCat(field.field, field.kind == ColumnKind::kTime ? " >= \"" : " = \"", value,
                      "\"");
}

class Walk {
 public:
  Walk(const Client& client, const MethodDescriptor& method, const std::string& parent)
      : client_(client), method_(method), request_(New(method.input_type())) {
    Set("parent", parent, request_.get());
  }

  void Run() {
    SetPageSize(100, request_.get());
    const auto all = Call();
    SetPageSize(1, request_.get());
    TwoPages("");
    for (const FilterField& field : FieldsOf(method_.name())) TwoPages(MostlyTrue(*all, field));
  }

 private:
  void TwoPages(const std::string& filter) {
    Set("filter", filter, request_.get());
    std::vector<std::string> orders = {""};
    if (method_.name() == "ListSignals") {
      for (const store::ListOrder& order : store::SignalList().orders) orders.push_back(order.name);
    }
    for (const std::string& order : orders) {
      Set("order_by", order, request_.get());
      Set("page_token", "", request_.get());
      const auto first = Call();
      if (NextPageToken(*first).empty()) continue;
      Set("page_token", NextPageToken(*first), request_.get());
      Call();
    }
    Set("page_token", "", request_.get());
  }

  std::unique_ptr<Message> Call() {
    const auto bytes =
        client_.CallBytes(absl::StrCat("/", method_.service()->full_name(), "/", method_.name()),
                          request_->SerializeAsString());
    EXPECT_THAT(bytes, IsOk()) << method_.name() << " " << request_->ShortDebugString();
    std::unique_ptr<Message> response = New(method_.output_type());
    response->ParseFromString(bytes.value_or(""));
    return response;
  }

  const Client& client_;
  const MethodDescriptor& method_;
  std::unique_ptr<Message> request_;
};

}  // namespace

void WalkLists(const Callers& callers, const std::map<std::string, std::string>& parents) {
  for (const MethodDescriptor* method : AllMethods()) {
    if (!absl::StartsWith(method->name(), "List")) continue;
    const auto parent = parents.find(method->name());
    const server::AccessRow* row =
        server::FindAccess(absl::StrCat(method->service()->name(), ".", method->name()));
    std::set<server::Reach> walked = {server::Reach::kNone};
    for (const auto& [role, client] : callers) {
      if (!walked.insert(row->For(role)).second) continue;
      SCOPED_TRACE(absl::StrCat(method->name(), " as ", server::RoleText(role)));
      Walk(client, *method, parent == parents.end() ? "tenants/main" : parent->second).Run();
    }
  }
}

}  // namespace baton::testing
