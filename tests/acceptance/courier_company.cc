#include "tests/acceptance/courier_company.h"

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/outbox.h"
#include "store/people.h"

namespace baton::testing {
namespace {

using Stub = v1::IntegrationService::Stub;

store::WriteOptions OptionsAt(absl::Time now) {
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/test";
  options.method = "Test";
  options.now = now;
  return options;
}

}  // namespace

v1::CreateConnectionResponse CourierCompany::Connect(const std::string& vendor,
                                                     const std::string& base_url,
                                                     const Settings& settings,
                                                     const v1::ConnectionCredentials& credentials) {
  v1::CreateConnectionRequest request;
  request.set_parent(Tenant());
  v1::Connection& connection = *request.mutable_connection();
  connection.set_vendor(vendor);
  connection.set_display_name("Ours");
  connection.set_base_url(base_url);
  for (const auto& [name, value] : settings) {
    v1::ConnectionSetting& setting = *connection.add_settings();
    setting.set_name(name);
    setting.set_value(value);
  }
  *request.mutable_credentials() = credentials;
  const auto created = Admin().Call(&Stub::CreateConnection, request);
  EXPECT_THAT(created, IsOk());
  return created.value_or(v1::CreateConnectionResponse());
}

v1::Connection CourierCompany::Look(const v1::Connection& connection) {
  v1::GetConnectionRequest request;
  request.set_name(connection.name());
  const auto found = Admin().Call(&Stub::GetConnection, request);
  EXPECT_THAT(found, IsOk());
  return found.ok() ? found->connection() : v1::Connection();
}

v1::ConnectionCredentials CourierCompany::Key(const std::string& api_key) {
  v1::ConnectionCredentials credentials;
  credentials.set_api_key(api_key);
  return credentials;
}

std::string CourierCompany::AddEvent(const v1::Connection& connection, const std::string& id,
                                     const std::string& record) {
  v1::Delivery delivery;
  delivery.set_name(Name("deliveries", id));
  delivery.set_kind(v1::DELIVERY_KIND_EVENT);
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_recipient(connection.name());
  delivery.set_record(Name("signals", record));
  delivery.set_subject("An event");
  delivery.set_body(absl::StrCat("{\"id\":\"", id, "\"}"));
  delivery.set_rule("H-11");
  *delivery.mutable_create_time() = domain::ToTimestamp(Now());
  *delivery.mutable_next_attempt_time() = delivery.create_time();
  const auto kept = server().store().WriteAndWait(
      OptionsAt(Now()), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
        return std::string();
      });
  EXPECT_THAT(kept, IsOk());
  return delivery.name();
}

v1::Delivery CourierCompany::DeliveryOf(const std::string& name) {
  v1::Delivery delivery;
  const auto read = server().store().ReadAndWait([&](store::Session& session) {
    auto found = store::GetDelivery(session, "main", name);
    if (found.ok()) delivery = *std::move(found);
    return found.status();
  });
  EXPECT_TRUE(read.ok()) << read;
  return delivery;
}

v1::Delivery CourierCompany::Retry(const std::string& name) {
  v1::RetryDeliveryRequest request;
  request.set_name(name);
  const auto retried = remy().Call(&Stub::RetryDelivery, request);
  EXPECT_THAT(retried, IsOk());
  return retried.ok() ? retried->delivery() : v1::Delivery();
}

v1::Delivery CourierCompany::OnlyOne(const std::string& record, v1::DeliveryKind kind) {
  v1::Delivery found;
  int count = 0;
  for (const v1::Delivery& delivery : Deliveries(record)) {
    if (delivery.kind() != kind) continue;
    found = delivery;
    ++count;
  }
  EXPECT_EQ(count, 1);
  return found;
}

int CourierCompany::Drain() {
  const auto drained = server().DrainOutbox();
  EXPECT_THAT(drained, IsOk());
  return drained.value_or(-1);
}

int CourierCompany::DrainAtNextTry(const std::string& name) {
  SetClock(domain::ToTime(DeliveryOf(name).next_attempt_time()));
  return Drain();
}

void CourierCompany::Reach(const std::string& person, const std::string& system,
                           const std::string& record_id) {
  const auto kept = server().store().WriteAndWait(
      OptionsAt(Now()), [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_ASSIGN_OR_RETURN(const v1::Person before,
                               store::GetPerson(tx.session(), "main", person));
        v1::Person after = before;
        after.set_email(absl::StrCat(person, "@acme.example"));
        if (!system.empty()) {
          v1::SourceRecord& id = *after.add_external_ids();
          id.set_system(system);
          id.set_record_id(record_id);
        }
        BATON_RETURN_IF_ERROR(store::UpdatePerson(tx, before, after));
        return std::string();
      });
  EXPECT_THAT(kept, IsOk());
}

}  // namespace baton::testing
