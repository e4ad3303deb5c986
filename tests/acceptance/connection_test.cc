// Connections with a tenant's systems, the mappings that read their payloads, and what is tried
// again.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/company.h"
#include "tests/acceptance/payloads.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Stub = v1::IntegrationService::Stub;

constexpr char kKey[] = "k3y-that-nobody-may-see";

class Connections : public Company {
 protected:
  absl::StatusOr<v1::CreateConnectionResponse> Create(const std::string& vendor) {
    v1::CreateConnectionRequest request;
    request.set_parent(Tenant());
    request.mutable_connection()->set_vendor(vendor);
    request.mutable_connection()->set_display_name("Ours");
    request.mutable_connection()->set_base_url("https://acme.example");
    request.mutable_credentials()->set_api_key(kKey);
    return Admin().Call(&Stub::CreateConnection, request);
  }

  void AddFreight() { AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline)); }

  v1::IngestPayloadRequest Payload(const std::string& vendor, const std::string& payload) {
    v1::IngestPayloadRequest request;
    request.set_parent(Tenant());
    request.set_vendor(vendor);
    request.set_payload(payload);
    return request;
  }

  absl::StatusOr<v1::SetMappingResponse> SetMapping(const std::string& id,
                                                    const std::string& content) {
    v1::SetMappingRequest request;
    request.mutable_mapping()->set_name(Name("mappings", id));
    request.mutable_mapping()->set_content(content);
    return remy().Call(&Stub::SetMapping, request);
  }

  v1::Mapping MappingOf(const std::string& id) {
    v1::GetMappingRequest request;
    request.set_name(Name("mappings", id));
    const auto found = remy().Call(&Stub::GetMapping, request);
    EXPECT_THAT(found, IsOk());
    return found.ok() ? found->mapping() : v1::Mapping();
  }

  std::vector<v1::DeadLetter> Letters() {
    v1::ListDeadLettersRequest request;
    request.set_parent(Tenant());
    const auto listed = remy().Call(&Stub::ListDeadLetters, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->dead_letters().begin(), listed->dead_letters().end()};
  }

  absl::StatusOr<v1::RetryDeadLetterResponse> Retry(const std::string& letter) {
    v1::RetryDeadLetterRequest request;
    request.set_name(letter);
    return remy().Call(&Stub::RetryDeadLetter, request);
  }
};

TEST_F(Connections, ShowTheirWebhooksSecretOnceAndTheirCredentialsNever) {
  const auto created = Create("salesforce");
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(created->webhook_secret(), StartsWith("whsec_"));
  EXPECT_TRUE(created->connection().has_credentials());
  EXPECT_EQ(created->connection().state(), v1::CONNECTION_STATE_ACTIVE);
  v1::GetConnectionRequest get;
  get.set_name(created->connection().name());
  const auto held = Admin().Call(&Stub::GetConnection, get);
  ASSERT_THAT(held, IsOk());
  EXPECT_EQ(held->connection().DebugString(), created->connection().DebugString());
  v1::ListConnectionsRequest list;
  list.set_parent(Tenant());
  list.set_filter("vendor = salesforce AND state = active");
  const auto listed = remy().Call(&Stub::ListConnections, list);
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->connections(), SizeIs(1));
  // Neither stands in the database in clear, nor in the log.
  const auto session = OpenSession();
  for (const char* sql : {"SELECT sealed FROM connection_secrets",
                          "SELECT coalesce(settings, '') FROM connections"}) {
    const auto rows = session->Query({sql, "t"}, {});
    while (rows->Next()) {
      EXPECT_THAT(rows->Text(0), Not(HasSubstr(kKey)));
      EXPECT_THAT(rows->Text(0), Not(HasSubstr(created->webhook_secret())));
    }
  }
  EXPECT_THAT(LogText(), Not(HasSubstr(kKey)));
  EXPECT_THAT(LogText(), Not(HasSubstr(created->webhook_secret())));
}

TEST_F(Connections, EveryFaultOfANewOneIsNamed) {
  v1::CreateConnectionRequest request;
  request.set_parent(Tenant());
  request.mutable_connection()->set_vendor("pigeon");
  request.mutable_connection()->set_base_url("ftp://acme.example");
  request.mutable_connection()->add_settings()->set_name("a");
  request.mutable_connection()->add_settings()->set_name("a");
  request.mutable_credentials()->set_api_key("two\nlines");
  request.set_webhook_secret("short");
  const auto refused = Admin().Call(&Stub::CreateConnection, request);
  EXPECT_THAT(refused.status(), Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  const std::vector<std::string> faults = ViolatedFields(refused.status());
  for (const char* field :
       {"connection.vendor", "connection.display_name", "connection.base_url",
        "connection.settings[1].name", "credentials.api_key", "webhook_secret"}) {
    EXPECT_THAT(faults, Contains(field));
  }
}

TEST_F(Connections, RotateTheirSecretAndKeepTheOldForAWhile) {
  const auto created = Create("gainsight");
  ASSERT_THAT(created, IsOk());
  v1::RotateConnectionSecretRequest rotate;
  rotate.set_name(created->connection().name());
  const auto rotated = Admin().Call(&Stub::RotateConnectionSecret, rotate);
  ASSERT_THAT(rotated, IsOk());
  EXPECT_NE(rotated->webhook_secret(), created->webhook_secret());
  EXPECT_EQ(domain::ToTime(rotated->connection().old_secret_expire_time()),
            Now() + absl::Hours(24));
  rotate.set_keep_old_seconds(604'801);
  EXPECT_THAT(Admin().Call(&Stub::RotateConnectionSecret, rotate).status(),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  rotate.set_keep_old_seconds(0);
  const auto at_once = Admin().Call(&Stub::RotateConnectionSecret, rotate);
  ASSERT_THAT(at_once, IsOk());
  EXPECT_FALSE(at_once->connection().has_old_secret_expire_time());
}

TEST_F(Connections, ADisabledOneTakesNoPayloads) {
  AddFreight();
  const auto created = Create("gainsight");
  ASSERT_THAT(created, IsOk());
  v1::DisableConnectionRequest disable;
  disable.set_name(created->connection().name());
  disable.set_reason("key leaked");
  const auto disabled = remy().Call(&Stub::DisableConnection, disable);
  ASSERT_THAT(disabled, IsOk());
  EXPECT_EQ(disabled->connection().disable_reason(), "key leaked");
  v1::IngestPayloadRequest payload = Payload("", ReadPayload(kSeats));
  payload.set_connection(created->connection().name());
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, payload).status(),
              Refuses(absl::StatusCode::kFailedPrecondition, "CONNECTION_STATE"));
  EXPECT_THAT(Letters(), IsEmpty()) << "the payload is not at fault";
  v1::EnableConnectionRequest enable;
  enable.set_name(created->connection().name());
  const auto enabled = Admin().Call(&Stub::EnableConnection, enable);
  ASSERT_THAT(enabled, IsOk());
  EXPECT_EQ(enabled->connection().disable_reason(), "");
  const auto applied = plugin().Call(&Stub::IngestPayload, payload);
  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(applied->facts(0).result(), "signal filed");
}

TEST_F(Connections, KeepTheirVendorForGood) {
  const auto created = Create("gainsight");
  ASSERT_THAT(created, IsOk());
  v1::UpdateConnectionRequest update;
  *update.mutable_connection() = created->connection();
  update.mutable_connection()->set_vendor("slack");
  EXPECT_THAT(Admin().Call(&Stub::UpdateConnection, update).status(),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  update.mutable_connection()->set_vendor("");
  update.mutable_connection()->set_display_name("Theirs");
  const auto updated = Admin().Call(&Stub::UpdateConnection, update);
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->connection().display_name(), "Theirs");
  EXPECT_EQ(updated->connection().vendor(), "gainsight");
  EXPECT_TRUE(updated->connection().has_credentials());
}

TEST_F(Connections, OneThatCantBeCalledIsNotTriedOutAndSaysWhatItLacks) {
  v1::CreateConnectionRequest create;
  create.set_parent(Tenant());
  create.mutable_connection()->set_vendor("salesforce");
  create.mutable_connection()->set_display_name("Ours");
  const auto created = Admin().Call(&Stub::CreateConnection, create);
  ASSERT_THAT(created, IsOk());
  v1::TestConnectionRequest test;
  test.set_name(created->connection().name());
  const auto both = remy().Call(&Stub::TestConnection, test).status();
  EXPECT_THAT(both, Refuses(absl::StatusCode::kFailedPrecondition, "CONNECTION_STATE"));
  EXPECT_EQ(MetadataOn(both)["lacking"], "base_url,credentials");
  v1::UpdateConnectionRequest update;
  *update.mutable_connection() = created->connection();
  update.mutable_connection()->set_base_url("https://acme.example");
  ASSERT_THAT(Admin().Call(&Stub::UpdateConnection, update), IsOk());
  const auto one = remy().Call(&Stub::TestConnection, test).status();
  EXPECT_THAT(one, Refuses(absl::StatusCode::kFailedPrecondition, "CONNECTION_STATE"));
  EXPECT_EQ(MetadataOn(one)["lacking"], "credentials");
  test.set_name(Name("connections", "01JNONE"));
  EXPECT_THAT(remy().Call(&Stub::TestConnection, test).status(),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Connections, EveryChangeOfOneIsHistoryWithoutItsSecrets) {
  const auto created = Create("gainsight");
  ASSERT_THAT(created, IsOk());
  const std::string& name = created->connection().name();
  v1::RotateConnectionSecretRequest rotate;
  rotate.set_name(name);
  const auto rotated = Admin().Call(&Stub::RotateConnectionSecret, rotate);
  ASSERT_THAT(rotated, IsOk());
  v1::DisableConnectionRequest disable;
  disable.set_name(name);
  ASSERT_THAT(remy().Call(&Stub::DisableConnection, disable), IsOk());
  v1::ListAuditEventsRequest request;
  request.set_parent(Tenant());
  request.set_filter(absl::StrCat("record = \"", name, "\""));
  const auto listed = As(v1::ROLE_AUDITOR).Call(&v1::AuditService::Stub::ListAuditEvents, request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->events(), SizeIs(3));
  EXPECT_EQ(listed->events(0).actor(), Person("remy"));
  EXPECT_THAT(listed->events(0).before_json(), HasSubstr("ACTIVE"));
  EXPECT_THAT(listed->events(0).after_json(), HasSubstr("DISABLED"));
  for (const v1::AuditEvent& event : listed->events()) {
    for (const std::string& secret :
         {std::string(kKey), created->webhook_secret(), rotated->webhook_secret()}) {
      EXPECT_THAT(event.before_json(), Not(HasSubstr(secret)));
      EXPECT_THAT(event.after_json(), Not(HasSubstr(secret)));
    }
  }
  EXPECT_GT(AuditEvents(), 3) << "and the chain is whole";
}

TEST_F(Connections, AMendedMappingCuresADeadLetter) {
  AddFreight();
  // This company calls the field that says whose account it is by a name of its own.
  const std::string payload =
      absl::StrReplaceAll(ReadPayload(kSeats), {{"\"CompanyId\"", "\"Our_Company\""}});
  ASSERT_NE(payload, ReadPayload(kSeats));
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", payload)), Not(IsOk()));
  ASSERT_THAT(Letters(), SizeIs(1));
  const std::string letter = Letters().front().name();
  EXPECT_THAT(Retry(letter), Not(IsOk())) << "nothing was mended yet";
  const v1::Mapping shipped = MappingOf("gainsight");
  EXPECT_TRUE(shipped.is_default());
  const std::string mended =
      absl::StrReplaceAll(shipped.content(), {{"\"CompanyId\"", "\"Our_Company\", \"CompanyId\""}});
  ASSERT_NE(mended, shipped.content());
  ASSERT_THAT(SetMapping("gainsight", mended), IsOk());
  const auto applied = Retry(letter);
  ASSERT_THAT(applied, IsOk());
  ASSERT_THAT(applied->facts(), SizeIs(1));
  EXPECT_EQ(applied->facts(0).result(), "signal filed");
  EXPECT_THAT(Letters(), IsEmpty());
  EXPECT_THAT(Retry(letter).status(), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  // And back again.
  const auto reset = SetMapping("gainsight", "");
  ASSERT_THAT(reset, IsOk());
  EXPECT_TRUE(reset->mapping().is_default());
}

TEST_F(Connections, AMappingHoldsFromTheCallThatSetIt) {
  AddFreight();
  const std::string shipped = MappingOf("gainsight").content();
  // Each names the account's field otherwise; the second set takes the place of the first.
  for (const std::string field : {"Our_Company", "Their_Company"}) {
    const std::string payload = absl::StrReplaceAll(
        ReadPayload(kSeats), {{"\"CompanyId\"", absl::StrCat("\"", field, "\"")}});
    EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", payload)), Not(IsOk()));
    ASSERT_THAT(
        SetMapping("gainsight", absl::StrReplaceAll(
                                    shipped, {{"\"CompanyId\"", absl::StrCat("\"", field, "\"")}})),
        IsOk());
    EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", payload)), IsOk());
  }
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", ReadPayload(kSeats))),
              Not(IsOk()));
  ASSERT_THAT(SetMapping("gainsight", ""), IsOk());
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", ReadPayload(kSeats))),
              IsOk());
}

TEST_F(Connections, R7_ALetterWhoseAccountComesIsReadWithTheMappingOfThen) {
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", ReadPayload(kSeats))),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  ASSERT_THAT(Letters(), SizeIs(1));
  EXPECT_EQ(Letters().front().awaits(), kHarborline);
  // By this mapping the payload does not say any more whose it is.
  const std::string other =
      absl::StrReplaceAll(MappingOf("gainsight").content(), {{"\"CompanyId\"", "\"Elsewhere\""}});
  ASSERT_THAT(SetMapping("gainsight", other), IsOk());
  AddFreight();
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  ASSERT_THAT(Letters(), SizeIs(1)) << "the mapping of now does not know it";
  EXPECT_NE(Letters().front().awaits(), kHarborline);
  ASSERT_THAT(SetMapping("gainsight", ""), IsOk());
  EXPECT_THAT(Retry(Letters().front().name()), IsOk());
  EXPECT_THAT(Letters(), IsEmpty());
}

TEST_F(Connections, AConnectionsOwnMappingIsItsAlone) {
  AddFreight();
  const auto created = Create("gainsight");
  ASSERT_THAT(created, IsOk());
  const std::string& name = created->connection().name();
  const std::string id = name.substr(name.rfind('/') + 1);
  const std::string payload =
      absl::StrReplaceAll(ReadPayload(kSeats), {{"\"CompanyId\"", "\"Our_Company\""}});
  const std::string mended = absl::StrReplaceAll(
      MappingOf("gainsight").content(), {{"\"CompanyId\"", "\"Our_Company\", \"CompanyId\""}});
  ASSERT_THAT(SetMapping(id, mended), IsOk());
  EXPECT_TRUE(MappingOf("gainsight").is_default());
  EXPECT_FALSE(MappingOf(id).is_default());
  v1::IngestPayloadRequest through = Payload("", payload);
  through.set_connection(created->connection().name());
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, through), IsOk());
  EXPECT_THAT(plugin().Call(&Stub::IngestPayload, Payload("gainsight", payload)), Not(IsOk()));
}

TEST_F(Connections, AMappingWithFaultsIsRefusedWithAllOfThem) {
  EXPECT_THAT(SetMapping("gainsight", "{").status(),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(SetMapping("gainsight", MappingOf("salesforce").content()).status(),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(SetMapping("pigeon", "{}").status(), Not(IsOk()));
  EXPECT_TRUE(MappingOf("gainsight").is_default());
}

TEST_F(Connections, AMappingTriedOutTellsWhatEachPathGave) {
  v1::TestMappingRequest request;
  request.set_name(Name("mappings", "gainsight"));
  request.set_payload(ReadPayload(kSeats));
  const auto tried = remy().Call(&Stub::TestMapping, request);
  ASSERT_THAT(tried, IsOk());
  ASSERT_THAT(tried->facts(), SizeIs(1));
  const v1::Fact& fact = tried->facts(0);
  bool account = false;
  bool empty = false;
  for (const v1::TracedField& field : tried->fields()) {
    if (field.field() == "account_external_id") {
      account = true;
      EXPECT_EQ(field.value(), fact.account_external_id());
      EXPECT_EQ(field.empty_because(), "");
    }
    if (field.value().empty()) {
      empty = true;
      EXPECT_NE(field.empty_because(), "") << field.field();
    }
  }
  EXPECT_TRUE(account);
  EXPECT_TRUE(empty);
  EXPECT_THAT(Letters(), IsEmpty());
}

TEST_F(Connections, AStreamOfPayloadsAnswersEachByItself) {
  AddFreight();
  Stub stub(plugin().channel());
  const auto context = plugin().Context();
  v1::StreamPayloadsResponse response;
  const auto writer = stub.StreamPayloads(context.get(), &response);
  for (const v1::IngestPayloadRequest& item :
       {Payload("gainsight", ReadPayload(kSeats)), Payload("gainsight", "{"),
        Payload("pigeon", "{}"), Payload("gainsight", ReadPayload(kSeats))}) {
    v1::StreamPayloadsRequest message;
    *message.mutable_request() = item;
    ASSERT_TRUE(writer->Write(message));
  }
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  ASSERT_THAT(response.results(), SizeIs(4));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(response.results(i).index(), i);
  EXPECT_EQ(response.results(0).facts(0).result(), "signal filed");
  EXPECT_TRUE(response.results(1).has_error());
  EXPECT_TRUE(response.results(2).has_error());
  EXPECT_FALSE(response.results(3).has_error());
  EXPECT_THAT(Letters(), SizeIs(1)) << "what can't be read is kept, an unknown vendor is refused";
}

}  // namespace
}  // namespace baton::testing
