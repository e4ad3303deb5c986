#include "tests/crash/company_state.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "tests/acceptance/outbox.h"

namespace baton::testing {
namespace {

using AccountStub = v1::AccountService::Stub;
using AttributionStub = v1::AttributionService::Stub;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr char kTenantName[] = "tenants/main";
constexpr size_t kIdLength = 26;  // of a ULID

// All pages of a list.
template <class Stub, class Req, class Res, class Item>
std::vector<Item> All(const Client& caller,
                      grpc::Status (Stub::*list)(grpc::ClientContext*, const Req&, Res*),
                      const google::protobuf::RepeatedPtrField<Item>& (Res::*items)() const,
                      const std::string& parent = kTenantName) {
  std::vector<Item> all;
  Req request;
  request.set_parent(parent);
  request.set_page_size(1'000);
  do {
    const auto page = caller.Call(list, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    all.insert(all.end(), ((*page).*items)().begin(), ((*page).*items)().end());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

void Clear(Message* message, std::initializer_list<const char*> fields) {
  for (const char* field : fields) {
    message->GetReflection()->ClearField(message, message->GetDescriptor()->FindFieldByName(field));
  }
}

// Every instant of the message in whole minutes since `from`, but for `occurred_time`.
void CountFrom(const Timestamp& from, Message* message) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message->GetReflection()->ListFields(*message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr || field->is_repeated()) continue;
    Message* value = message->GetReflection()->MutableMessage(message, field);
    if (field->message_type() != Timestamp::descriptor()) {
      CountFrom(from, value);
    } else if (field->name() != "occurred_time") {
      auto* instant = static_cast<Timestamp*>(value);
      instant->set_seconds((domain::ToMicros(*instant) - domain::ToMicros(from)) / 60'000'000);
      instant->set_nanos(0);
    }
  }
}

// How often a late fact had it read anew, and after which, is of the way, not of what it says.
void LeaveOutReadings(v1::Attribution* attribution) {
  auto& steps = *attribution->mutable_explanation();
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [](const v1::ExplanationStep& step) {
                               return step.rule() == "A-8" &&
                                      absl::StartsWith(step.text(), "Read anew");
                             }),
              steps.end());
}

class State {
 public:
  State(const Client& caller, store::Session& session) : caller_(caller), session_(session) {}

  std::multiset<std::string> Read() {
    NameActivities();
    ReadDeals();
    ReadSignals();
    ReadAccounts();
    ReadTeams();
    ReadSegments();
    ReadPeople();
    ReadOutbox();
    ReadDeadLetters();
    return std::move(state_);
  }

 private:
  void Name(const std::string& name, const std::string& key) {
    keys_[std::string(domain::ShortName(name))] = key;
  }

  // The text with the ids that a server gave replaced by their sources'.
  std::string Rename(const std::string& text) const {
    std::string renamed;
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && absl::ascii_isalnum(static_cast<unsigned char>(text[end]))) ++end;
      if (end == at) {
        renamed.push_back(text[at++]);
        continue;
      }
      const std::string word = text.substr(at, end - at);
      const auto key = end - at == kIdLength ? keys_.find(word) : keys_.end();
      renamed += key == keys_.end() ? word : key->second;
      at = end;
    }
    return renamed;
  }

  void Keep(const Message& message) {
    state_.insert(
        absl::StrCat(message.GetDescriptor()->name(), " ", Rename(message.ShortDebugString())));
  }

  // Attributions name the touchpoints that they credit.
  void NameActivities() {
    for (const v1::Account& account :
         All(caller_, &AccountStub::ListAccounts, &v1::ListAccountsResponse::accounts)) {
      for (const v1::Activity& activity :
           All(caller_, &AccountStub::ListActivities, &v1::ListActivitiesResponse::activities,
               account.name())) {
        Name(activity.name(), "activity-" + activity.source().record_id());
      }
    }
  }

  void ReadDeals() {
    auto opportunities = All(caller_, &AccountStub::ListOpportunities,
                             &v1::ListOpportunitiesResponse::opportunities);
    auto bookings =
        All(caller_, &AttributionStub::ListBookings, &v1::ListBookingsResponse::bookings);
    for (const v1::Opportunity& opportunity : opportunities) {
      Name(opportunity.name(), "opportunity-" + opportunity.source().record_id());
    }
    for (const v1::Booking& booking : bookings) {
      Name(booking.name(), "booking-" + booking.source().record_id());
      Name(booking.attribution(), "attribution-" + booking.source().record_id());
    }
    for (v1::Opportunity& opportunity : opportunities) {
      Clear(&opportunity, {"update_time"});
      Keep(opportunity);
    }
    for (v1::Booking& booking : bookings) {
      Clear(&booking, {"record_time"});
      Keep(booking);
    }
    for (v1::Attribution& attribution : All(caller_, &AttributionStub::ListAttributions,
                                            &v1::ListAttributionsResponse::attributions)) {
      Clear(&attribution, {"create_time", "sign_due_time", "reading"});
      LeaveOutReadings(&attribution);
      Keep(attribution);
    }
  }

  void ReadSignals() {
    auto signals = All(caller_, &v1::SignalHandoffService::Stub::ListSignals,
                       &v1::ListSignalsResponse::signals);
    for (const v1::Signal& signal : signals) {
      Name(signal.name(), "signal-" + signal.source().record_id());
    }
    for (v1::Signal& signal : signals) {
      CountFrom(Timestamp(signal.file_time()), &signal);
      Clear(&signal, {"explanation", "update_time"});
      Keep(signal);
    }
  }

  void ReadAccounts() {
    for (const v1::Account& listed :
         All(caller_, &AccountStub::ListAccounts, &v1::ListAccountsResponse::accounts)) {
      v1::GetAccountRequest request;
      request.set_name(listed.name());
      auto found = caller_.Call(&AccountStub::GetAccount, request);
      ASSERT_THAT(found, IsOk());
      Clear(found->mutable_account(), {"create_time", "update_time", "opening_time"});
      Keep(found->account());
      for (v1::HealthObservation& observation :
           All(caller_, &AccountStub::ListHealthObservations,
               &v1::ListHealthObservationsResponse::observations, listed.name())) {
        Clear(&observation, {"name", "record_time"});
        Keep(observation);
      }
      for (v1::Activity& activity : All(caller_, &AccountStub::ListActivities,
                                        &v1::ListActivitiesResponse::activities, listed.name())) {
        Clear(&activity, {"name", "record_time"});
        Keep(activity);
      }
    }
  }

  // W-3. Who held what since when: no call lists it.
  void ReadTeams() {
    const store::Sql sql{
        "SELECT account_id, role, person_id, start_time_us FROM account_team WHERE tenant = 'main'",
        "ttti"};
    const auto rows = session_.Query(sql, {});
    while (rows->Next()) {
      state_.insert(absl::StrCat("team ", rows->Text(0), " ", rows->Text(1), " ", rows->Text(2),
                                 " ", rows->Int(3)));
    }
    EXPECT_THAT(rows->status(), IsOk());
  }

  // Which segment was whose since when.
  void ReadSegments() {
    const store::Sql sql{
        "SELECT account_id, segment, start_time_us FROM account_segments WHERE tenant = 'main'",
        "tti"};
    const auto rows = session_.Query(sql, {});
    while (rows->Next()) {
      state_.insert(absl::StrCat("segment ", rows->Text(0), " ", rows->Text(1), " ", rows->Int(2)));
    }
    EXPECT_THAT(rows->status(), IsOk());
  }

  void ReadPeople() {
    for (v1::Person& person :
         All(caller_, &AccountStub::ListPeople, &v1::ListPeopleResponse::people)) {
      Clear(&person, {"create_time", "update_time"});
      Keep(person);
    }
  }

  // What was said on the way is of the moment: that a signal lacks a field (H-2) or waits (H-5).
  void ReadOutbox() {
    for (const v1::Delivery& delivery : ListOutbox(caller_, kTenantName)) {
      if (delivery.rule() == "H-2" || delivery.rule() == "H-5") continue;
      state_.insert(absl::StrCat("delivery ", v1::DeliveryKind_Name(delivery.kind()), " to ",
                                 delivery.recipient(), " about ", Rename(delivery.record()), " by ",
                                 delivery.rule()));
    }
  }

  void ReadDeadLetters() {
    for (v1::DeadLetter& letter : All(caller_, &v1::IntegrationService::Stub::ListDeadLetters,
                                      &v1::ListDeadLettersResponse::dead_letters)) {
      Clear(&letter, {"receive_time"});
      Keep(letter);
    }
  }

  const Client& caller_;
  store::Session& session_;
  std::map<std::string, std::string> keys_;  // by bare id
  std::multiset<std::string> state_;
};

}  // namespace

std::multiset<std::string> StateOf(const Client& caller, store::Session& session) {
  return State(caller, session).Read();
}

}  // namespace baton::testing
